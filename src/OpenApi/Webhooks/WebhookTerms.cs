using PartnerCenter.Platform.Rulebook;

namespace PartnerCenter.OpenApi.Webhooks;

/// <summary>How messages reach partners' systems. Deciding day: the day of an attempt.</summary>
/// <param name="Endpoints">How many one partner has.</param>
/// <param name="TimeoutSeconds">How long an answer may take.</param>
/// <param name="RetrySeconds">How long to wait after each attempt that failed; after the last the message has failed.</param>
/// <param name="FailingDays">After how many days of failing alone an endpoint is switched off.</param>
/// <param name="OverlapHours">For how long messages are signed with the earlier secret too.</param>
/// <param name="LogDays">How long messages stay in the log, and can be sent again.</param>
/// <param name="AnswerBytes">How much of an answer is kept.</param>
/// <param name="MostReplays">How many are sent again at once.</param>
internal sealed record WebhookTerms(
    int Endpoints, int TimeoutSeconds, IReadOnlyList<int> RetrySeconds, int FailingDays, int OverlapHours, int LogDays, int AnswerBytes, int MostReplays)
    : ITerms
{
    public const string Rule = "openapi.webhooks";

    public IEnumerable<string> Problems()
    {
        foreach (var (name, value) in new[]
        {
            ("endpoints", Endpoints), ("timeoutSeconds", TimeoutSeconds), ("failingDays", FailingDays), ("overlapHours", OverlapHours),
            ("logDays", LogDays), ("answerBytes", AnswerBytes), ("mostReplays", MostReplays),
        })
        {
            if (value < 1)
            {
                yield return $"{name}: is too small";
            }
        }

        if (RetrySeconds.Count == 0 || RetrySeconds.Any(seconds => seconds < 1) || !RetrySeconds.SequenceEqual(RetrySeconds.Order()))
        {
            yield return "retrySeconds: at least one, each above zero and none below the one before";
        }
    }
}
