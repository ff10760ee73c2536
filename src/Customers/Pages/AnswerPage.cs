using Microsoft.AspNetCore.Components;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers.Pages;

/// <summary>One change of an association, with what the other side can answer; the partner's page and the customer's are of this kind.</summary>
public abstract class AnswerPage : PageBase
{
    /// <summary>The change.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>What the person sent.</summary>
    [SupplyParameterFromForm]
    internal AnswerInput Form { get; set; } = default!;

    internal ChangeRow? Row { get; private set; }

    /// <summary>What it would do now; null once it has ended.</summary>
    internal Stake? Stake { get; private set; }

    /// <summary>Where lists of changes are.</summary>
    internal abstract string List { get; }

    [Inject]
    private AssociationLog Log { get; set; } = default!;

    [Inject]
    private AskAssociationChange Ask { get; set; } = default!;

    [Inject]
    private AccountCheck Check { get; set; } = default!;

    [Inject]
    private AnswerAssociationChange Answer { get; set; } = default!;

    [Inject]
    private SendConfirmationCode SendCode { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        var row = await Log.Find(Id, By);
        if (row is { State: ChangeState.Pending } && await Ask.Would(row.Customer, row.Kind, By) is { } would)
        {
            Stake = await Check.Run(would);
        }

        Row = row;
        if (Row is null)
        {
            NotFound();
        }
    }

    internal async Task Submit()
    {
        var found = true;
        var done = Form.Step switch
        {
            "code" => await Try(() => SendCode.Run(By.Account, AnswerAssociationChange.Operation, Id.ToString())),
            "agree" => await Try(async () => found = await Answer.Agree(Id, Form.Code, By)),
            "refuse" => await Try(async () => found = await Answer.Refuse(Id, Form.Answer, By)),
            _ => await Try(async () => found = await Answer.Withdraw(Id, By)),
        };
        if (done && !found)
        {
            NotFound();
        }
        else if (done)
        {
            var here = By.Customer is null ? $"{List}/{Id}" : $"{List}/association-changes/{Id}";
            Done(Form.Step switch
            {
                "code" => T("验证码已发送到您的邮箱，5 分钟内有效。", "A code is on its way to your mailbox; it is good for 5 minutes."),
                "agree" => T("已生效。", "It has taken effect."),
                "refuse" => T("已驳回。", "Refused."),
                _ => T("已撤回。", "Withdrawn."),
            }, here);
        }
    }

    internal sealed class AnswerInput
    {
        public string? Code { get; set; }

        public string? Answer { get; set; }

        public string? Step { get; set; }
    }
}
