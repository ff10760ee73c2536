namespace PartnerCenter.Funds;

/// <summary>
/// What a statement says of a transfer <c>t</c>. Transfers never change, and bear the name that a customer had then: once it has cancelled its
/// account the name is left out on reading (R12.1.9.23).
/// </summary>
internal static class Blanks
{
    public const string Memo = """
        case when exists (
            select from customers.pub_cancellation x join funds.account y on y.customer_id = x.customer_id
            where y.id in (t.from_account, t.to_account) and x.former_name = t.memo) then '' else t.memo end
        """;

    public const string ActorName = "case when exists (select from customers.pub_cancellation x where x.account_id = t.actor) then '' else t.actor_name end";
}
