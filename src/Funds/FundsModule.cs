using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PartnerCenter.Customers.Published;
using PartnerCenter.Funds.Alerts;
using PartnerCenter.Funds.OnlineTopUps;
using PartnerCenter.Funds.OnlineTopUps.Gateway;
using PartnerCenter.Funds.Own;
using PartnerCenter.Funds.Persistence;
using PartnerCenter.Funds.Published;
using PartnerCenter.Funds.Resellers;
using PartnerCenter.Funds.Sources;
using PartnerCenter.Funds.Statements;
using PartnerCenter.Funds.Withdrawals;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Reviews;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Funds;

/// <summary>The double-entry ledger: top-up, allocation, reclaim, statements.</summary>
public sealed class FundsModule : Module
{
    /// <summary>To see balance and statement.</summary>
    public const string See = "funds.see";

    /// <summary>To allocate and reclaim.</summary>
    public const string Allocate = "funds.allocate";

    /// <summary>To see where to transfer money to.</summary>
    public const string AddFunds = "funds.add";

    /// <summary>To ask for money back.</summary>
    public const string Withdraw = "funds.withdraw";

    /// <summary>To name bank accounts that money can be withdrawn to.</summary>
    public const string BankAccounts = "funds.bank-accounts";

    /// <summary>To be warned when the balance is low.</summary>
    public const string Alert = "funds.alert";

    /// <summary>To pay withdrawals, for the vendor.</summary>
    public const string PayWithdrawals = "funds.pay-withdrawals";

    /// <summary>To enter top-ups, for the vendor.</summary>
    public const string TopUp = "funds.top-up";

    /// <summary>To fund one's resellers and take back what is left, for distributors.</summary>
    public const string Resellers = "funds.resellers";

    /// <summary>To see one's own balance, as a customer.</summary>
    public const string Own = "funds.own";

    /// <summary>To top up and withdraw one's own money, as a customer.</summary>
    public const string OwnMoney = "funds.own-money";

    /// <inheritdoc/>
    public override string Name => "funds";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(See, new("查看资金", "See funds"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Allocate, new("拨款与回收", "Allocate and reclaim"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(AddFunds, new("充值", "Top up"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Withdraw, new("提现", "Withdraw"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(BankAccounts, new("管理提现银行账户", "Manage bank accounts"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Alert, new("设置余额预警", "Set the balance alert"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(PayWithdrawals, new("提现付款", "Pay withdrawals"), Role.Finance, Role.VendorAdministrator),
        new(TopUp, new("登记充值", "Enter top-ups"), Role.Finance, Role.VendorAdministrator),
        new(Resellers, new("云经销商拨款与回收", "Fund resellers and reclaim"), Role.PartnerAdministrator, Role.PartnerFinance),
        new(Own, new("查看我的余额", "See my balance"), Role.Customer),
        new(OwnMoney, new("充值与提取我的余额", "Top up and withdraw my balance"), Role.Customer),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Billing, 420, new("资金管理", "Funds"), "/portal/funds", See),
        new(MenuSection.Billing, 424, new("客户收支明细", "Customers' statements"), "/portal/customer-statements", See),
        new(MenuSection.Billing, 421, new("充值", "Top up"), "/portal/top-up", AddFunds),
        new(MenuSection.Billing, 422, new("提现", "Withdrawals"), "/portal/withdrawals", Withdraw),
        new(MenuSection.Billing, 423, new("云经销商资金", "Resellers' money"), "/portal/reseller-funds", Resellers),
        new(MenuSection.Settlement, 531, new("提现付款", "Withdrawals"), "/console/withdrawals", PayWithdrawals),
        new(MenuSection.Settlement, 532, new("客户资金", "Customers' money"), "/console/customer-funds", PayWithdrawals),
        new(MenuSection.Settlement, 530, new("登记充值", "Top-ups"), "/console/top-ups", TopUp),
        new(MenuSection.Settlement, 529, new("银行流水", "Bank statements"), "/console/receipts", TopUp),
        new(MenuSection.Home, 30, new("我的资金", "My balance"), "/customer/funds", Own),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule =>
    [
        new(WatchBalances.Type, "*/5 * * * *", WatchBalances.Type), new(AskGateway.Type, "*/5 * * * *", AskGateway.Type),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["funds.balance-too-low"] = new("余额不足，无法转出 {0} 元。", "The balance does not cover {0} CNY."),
        ["funds.source-too-low"] = new("可动用的该来源资金不足 {0} 元。", "Less than {0} CNY is left of the money that this may take."),
        ["funds.reference-known"] = new("银行流水号“{0}”已随银行流水导入。", "The bank reference {0} came with an imported statement."),
        ["receipt.wrong-state"] = new("该笔到账已处理。", "This receipt has been dealt with."),
        ["receipt.same-person"] = new("提交认领的人不能复核，请由另一位财务人员复核。", "Who said whose it is cannot approve it; another person of finance can."),
        ["statement.time"] = new("“{0}”不是 2026-01-05 10:30:00 形式的时间。", "{0} is not a time such as 2026-01-05 10:30:00."),
        ["statement.twice"] = new("与第 {0} 行的银行流水号相同。", "It has the bank reference of line {0}."),
        ["statement.other-content"] = new("银行流水号“{0}”此前以其他金额或账号导入过。", "The bank reference {0} was imported before with another amount or number."),
        ["funds.source"] = new("请选择一个资金来源。", "Choose a source of your money."),
        ["funds.channel"] = new("请选择一种支付方式。", "Choose a way to pay."),
        ["funds.channel-payment"] = new("“{0}”单笔最多 {1:#,##0.00} 元。请改用：{2}。", "{0} takes CNY {1:#,##0.00} at once at most. Other ways: {2}."),
        ["funds.channel-day"] = new("超出“{0}”的单日限额 {1:#,##0.00} 元，今日还可充值 {2:#,##0.00} 元。请改用：{3}。",
            "It is beyond the daily limit of {0}, CNY {1:#,##0.00}; CNY {2:#,##0.00} of it is left today. Other ways: {3}."),
        ["funds.payment-differs"] = new("网关告知的金额或币种与 {0} 不符，未入账。", "The gateway says another amount or currency than that of {0}; nothing was booked."),
        ["online-top-up.wrong-state"] = new("该支付已结束。", "This payment is over."),
        ["gateway.over"] = new("该支付已结束。", "This payment is over."),
        ["funds.not-resale"] = new("{0} 不是代售客户，不能拨款。", "{0} is not a resale customer: money can be allocated to those only."),
        ["funds.no-customer"] = new("没有编号为“{0}”的客户。", "There is no customer {0}."),
        ["funds.list-length"] = new("一次可拨款 1 至 {0} 行。", "A list has 1 to {0} lines."),
        ["funds.holder"] = new("提现银行账户的开户名必须与“{0}”一致。", "The account must be in the name of {0}."),
        ["funds.account-number"] = new("银行账号应为 8 至 34 位数字或字母。", "An account number has 8 to 34 digits or letters."),
        ["funds.bank-account"] = new("请选择一个有效的提现银行账户。", "Choose one of your active bank accounts."),
        ["withdrawal.same-person"] = new("审批人不能付款，请由另一位财务人员付款。", "Who approved it cannot pay it; another person of finance can."),
        ["funds.resale-top-up"] = new("代售模式的客户不能自行充值，请联系合作伙伴“{0}”充值并拨款。", "A resale customer cannot top up by itself; its partner, {0}, tops up and allocates."),
        ["funds.resale-withdrawal"] = new("账户余额由合作伙伴拨付，请联系“{0}”回收后线下退款。", "This money is your partner's: {0} reclaims it and pays you back."),
        ["own-withdrawal.wrong-state"] = new("该提现已处理。", "This withdrawal has been dealt with."),
        ["funds.no-partner"] = new("没有编号为“{0}”的伙伴。", "There is no partner {0}."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        AddMoney(services);
        services.AddScoped<BeginOnlineTopUp>().AddScoped<SettleOnlineTopUp>().AddScoped<OnlineTopUpLists>().AddRule<ChannelTerms>(ChannelTerms.Rule)
            .AddJob<Occurrence, AskGateway>(AskGateway.Type);
        var gateway = configuration.GetSection("Payments:Http");
        services.AddHttpClient("payments").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(gateway.GetValue("TimeoutSeconds", 15)));
        services.AddHttpClient(EmbeddedGateway.Client).ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(5));
        services.TryAddScoped<IPaymentGateway>(provider => gateway.Exists()
            ? new HttpPaymentGateway(provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments"), gateway)
            : ActivatorUtilities.CreateInstance<EmbeddedGateway>(provider));
    }

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        FundsApi.Map(routes);
        WithdrawalsApi.Map(routes);
        OwnFundsApi.Map(routes);
        ResellerFundsApi.Map(routes);
        StatementsApi.Map(routes);
        OnlineTopUpsApi.Map(routes);
    }

    private static void AddMoney(IServiceCollection services) => services
        .AddScoped<Ledger>().AddScoped<FundsLists>()
        .AddScoped<AllocateFunds>().AddScoped<AllocateFundsToMany>().AddScoped<ReclaimFunds>().AddScoped<RecordTopUp>()
        .AddModuleDb<FundsDb>().AddSingleton(BankAccount.NumberColumn).AddScoped<TopUpAccounts>().AddScoped<SetBalanceAlert>()
        .AddScoped<ProposeBankAccount>().AddScoped<RequestWithdrawal>().AddScoped<PayWithdrawal>().AddScoped<RevealBankAccount>().AddScoped<WithdrawalLists>()
        .HearNow<ReviewEnded, ProposeBankAccount>().HearNow<ReviewEnded, RequestWithdrawal>()
        .AddRule<ReviewDefinition>(ProposeBankAccount.Review).AddRule<ReviewDefinition>(RequestWithdrawal.Review).AddRule<TopUpTerms>(TopUpTerms.Rule)
        .AddJob<Occurrence, WatchBalances>(WatchBalances.Type)
        .AddSingleton(new NotificationKind(WatchBalances.Notice, new("余额预警", "Low balance"), [ActorKind.Partner]))
        .AddSingleton(new NotificationKind(PayWithdrawal.Notice, new("提现付款", "Withdrawals paid"), [ActorKind.Partner]))
        .AddSingleton(OwnWithdrawal.NumberColumn).AddScoped<ResaleCustomers>().AddScoped<RecordOwnTopUp>().AddScoped<RequestOwnWithdrawal>()
        .AddScoped<AnswerOwnWithdrawal>().AddScoped<OwnWithdrawalLists>()
        .AddScoped<ICustomerCancellationGuard, OwnBalanceGuard>().AddScoped<IAssociationStake, OwnBalanceStake>().AddScoped<IJoiningStake, OwnBalanceStake>()
        .AddSingleton(new NotificationKind(RecordOwnTopUp.Notice, new("充值到账", "Top-ups"), [ActorKind.Customer]))
        .AddSingleton(new NotificationKind(AnswerOwnWithdrawal.Notice, new("提现结果", "Withdrawals"), [ActorKind.Customer]))
        .AddScoped<IAssociationStake, BalanceStake>().HearNow<AssociationChanged, BalanceStake>()
        .AddScoped<ImportStatement>().AddScoped<BookReceipt>().AddScoped<SettleReceipt>().AddScoped<ReceiptLists>()
        .AddSingleton(new NotificationKind(BookReceipt.Notice, new("充值到账", "Top-ups"), [ActorKind.Partner]))
        .AddScoped<CustomerStatements>().AddScoped<ExportSource, CustomerStatementExport>().AddScoped<MoneySources>()
        .AddScoped<MoneyOrigins>().AddScoped<ResellerAccounts>().AddScoped<FundReseller>().AddScoped<ReclaimFromReseller>()
        .AddSingleton(new NotificationKind(FundReseller.Notice, new("总经销商拨款与回收", "Money from and to the distributor"), [ActorKind.Partner]))
        .AddScoped<ExportSource, StatementExport>();
}
