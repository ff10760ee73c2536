using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PartnerCenter.Customers.Cancelling;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Contracts;
using PartnerCenter.Customers.Expansion;
using PartnerCenter.Customers.Freezes;
using PartnerCenter.Customers.Persistence;
using PartnerCenter.Customers.Published;
using PartnerCenter.Identity;
using PartnerCenter.Kernel;
using PartnerCenter.Platform;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Events;
using PartnerCenter.Platform.Exports;
using PartnerCenter.Platform.Jobs;
using PartnerCenter.Platform.Notifications;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Ui;

namespace PartnerCenter.Customers;

/// <summary>Prospects, invitations, customers and their association with partners.</summary>
public sealed class CustomersModule : Module
{
    /// <summary>To register and invite prospects.</summary>
    public const string Acquire = "customers.acquire";

    /// <summary>To see customers.</summary>
    public const string See = "customers.see";

    /// <summary>To give customers to account managers.</summary>
    public const string Assign = "customers.assign";

    /// <summary>To see whole mobile numbers, after the password and on record.</summary>
    public const string Reveal = "customers.reveal";

    /// <summary>To ask for the end of an association or for its other mode.</summary>
    public const string Change = "customers.change";

    /// <summary>To answer customers that ask to leave: the administrator alone, and not to be granted (R12.1.2.2a).</summary>
    public const string AnswerChange = "customers.answer-change";

    /// <summary>To freeze resale customers.</summary>
    public const string Freeze = "customers.freeze";

    /// <summary>To move customers from one partner to another, for the vendor.</summary>
    public const string Move = "customers.move";

    /// <summary>To see one's own partner, as a customer.</summary>
    public const string Own = "customers.own";

    /// <summary>To keep the offline contracts of resellers' customers, for distributors.</summary>
    public const string Contracts = "customers.offline-contracts";

    /// <summary>To see sales expansion tasks and their record (R12.1.9.26).</summary>
    public const string Tasks = "customers.sales-tasks";

    /// <summary>To process them: for solution providers and distributors.</summary>
    public const string ProcessTasks = "customers.process-sales-tasks";

    /// <summary>To give them, for the vendor.</summary>
    public const string GiveTasks = "customers.give-sales-tasks";

    /// <inheritdoc/>
    public override string Name => "customers";

    /// <inheritdoc/>
    public override IEnumerable<Permission> Permissions =>
    [
        new(Acquire, new("拓展客户", "Acquire customers"), Role.PartnerAdministrator, Role.PartnerSales),
        new(See, new("查看客户", "See customers"), Role.Partner),
        new(Assign, new("分配客户经理", "Assign account managers"), Role.PartnerAdministrator),
        new(Reveal, new("查看完整手机号", "See whole mobile numbers"), Role.PartnerAdministrator),
        new(Change, new("切换与解除关联", "Change associations"), Role.PartnerAdministrator, Role.PartnerSales),
        new(AnswerChange, new("处理客户的解除关联申请", "Answer customers that ask to leave"), Role.PartnerAdministrator),
        new(Freeze, new("冻结客户", "Freeze customers"), Role.PartnerAdministrator),
        new(Move, new("批量迁移客户", "Move customers"), Role.Operations, Role.VendorAdministrator),
        new(Contracts, new("管理线下合同", "Keep offline contracts"), Role.PartnerAdministrator, Role.PartnerSales),
        new(Tasks, new("查看销售拓展任务", "See sales expansion tasks"), Role.PartnerAdministrator, Role.PartnerSales, Role.AccountManager, Role.AccountSupervisor),
        new(ProcessTasks, new("处理销售拓展任务", "Process sales expansion tasks"), Role.PartnerAdministrator, Role.PartnerSales, Role.AccountManager, Role.AccountSupervisor),
        new(GiveTasks, new("下发销售拓展任务", "Give sales expansion tasks"), Role.EcosystemManager, Role.Operations, Role.VendorAdministrator),
        new(Own, new("查看我的合作伙伴", "See my partner"), Role.Customer),
    ];

    /// <inheritdoc/>
    public override IEnumerable<MenuItem> Menu =>
    [
        new(MenuSection.Acquisition, 210, new("客户拓展", "Prospects"), "/portal/prospects", Acquire),
        new(MenuSection.Acquisition, 220, new("销售拓展任务", "Sales tasks"), "/portal/sales-tasks", Tasks),
        new(MenuSection.Network, 141, new("销售拓展任务", "Sales tasks"), "/console/sales-tasks", GiveTasks),
        new(MenuSection.Customers, 310, new("客户管理", "Customers"), "/portal/customers", See),
        new(MenuSection.Customers, 311, new("关联关系操作记录", "Association log"), "/portal/association-log", See),
        new(MenuSection.Billing, 430, new("线下合同", "Offline contracts"), "/portal/offline-contracts", Contracts),
        new(MenuSection.Network, 140, new("批量迁移客户", "Move customers"), "/console/customer-moves", Move),
        new(MenuSection.Organization, 65, new("客户联合登录", "Customer federation"), "/portal/federation", IdentityModule.Federation),
    ];

    /// <inheritdoc/>
    public override IEnumerable<ScheduledJob> Schedule => [new(WatchSalesTasks.Type, "20 0 * * *", WatchSalesTasks.Type)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, LocalText> Refusals { get; } = new Dictionary<string, LocalText>
    {
        ["customers.no-manager"] = new("请选择一位客户经理。", "Choose an account manager."),
        ["customers.federation-over"] = new("您已不是该伙伴的客户，不能再从其平台登录。请联系您现在的合作伙伴。",
            "You are no customer of this partner any more, and cannot sign in from its platform. Ask your present partner."),
        ["customers.no-programme"] = new("该伙伴目前没有加入伙伴计划，不能发展新客户。",
            "This partner is in no programme at present and cannot take on customers."),
        ["customers.platform-user-known"] = new("平台用户“{0}”已对应一个客户。", "The platform's user {0} is a customer already."),
        ["customers.login-form"] = new("账号名为 5 至 32 位字母、数字、下划线或中划线，不能以数字、op_ 或 shadow_ 开头。",
            "A login has 5 to 32 letters, digits, underscores or hyphens, and does not begin with a digit, op_ or shadow_."),
        ["customers.login-taken"] = new("账号名“{0}”已被使用。", "The login {0} is taken."),
        ["customers.mobile-taken"] = new("该手机号已注册。", "This mobile number has an account already."),
        ["invitation.over"] = new("邀请链接已失效，请联系合作伙伴重新发送。", "This invitation no longer works; ask the partner for a new one."),
        ["invitation.account-too-old"] = new("无法进行关联：线下邀请只适用于 {0} 天内新创建的账号，请联系合作伙伴重新提交。", "It cannot be done: an invitation handed over offline is for accounts made within {0} days. Ask the partner for another way."),
        ["customer.associated-already"] = new("您已关联合作伙伴，请先解除关联。", "You have a partner already; that must end first."),
        ["association.none"] = new("您目前没有关联伙伴。", "You have no partner at present."),
        ["association.pending"] = new("该客户已有待确认的关联变更，请先处理。", "A change of this association is waiting for an answer already; settle that first."),
        ["association.too-often"] = new("{1} 个月内最多可提交 {0} 次解除关联申请，请稍后再试或联系您的伙伴。", "You can ask to leave {0} times in {1} months; try later or talk to your partner."),
        ["association.obstacle"] = new("账号检查未通过：{0} {1}", "The account check fails: {0} {1}"),
        ["association.agree"] = new("请勾选同意后提交。", "Tick that you agree, then send it."),
        ["customers.move-from"] = new("请填写一个解决方案提供商的伙伴编号。", "Name a solution provider."),
        ["customers.move-to"] = new("请填写一个云经销商的伙伴编号。", "Name a cloud reseller."),
        ["customers.move-length"] = new("一次可迁移 1 至 {0} 个客户。", "A list has 1 to {0} customers."),
        ["customers.move-unknown"] = new("以下编号不是该伙伴的客户：{0}。", "These are no customers of that partner: {0}."),
        ["sales-task.kind"] = new("请选择列表中的任务类型。", "Choose a kind of the list."),
        ["sales-task.due-day"] = new("截止日期不能早于今天。", "It cannot be due before today."),
        ["sales-task.no-customer"] = new("没有编号为 {0} 的客户，或其伙伴不由您负责。", "There is no customer {0}, or its partner is not yours to serve."),
        ["sales-task.nobody"] = new("客户 {0} 目前没有可处理任务的伙伴（解决方案提供商或总经销商）。",
            "Customer {0} has no partner that could process it: no solution provider or distributor."),
        ["sales-task.twice"] = new("客户 {0} 在文件中重复。", "Customer {0} stands in the file twice."),
        ["sales-task.ended"] = new("任务{0}，不能再处理。", "The task has ended ({0})."),
        ["sales-task.later-day"] = new("请选择今天以后的日期。", "Choose a day after today."),
        ["contract.not-a-resellers"] = new("请选择贵公司云经销商的现有客户。", "Choose a present customer of one of your resellers."),
        ["contract.code-taken"] = new("合同编号 {0} 已登记。", "The contract {0} is kept already."),
        ["contract.not-signed-yet"] = new("签署日期不能晚于今天。", "It cannot have been signed after today."),
        ["offline-contract.wrong-state"] = new("该合同已终止。", "The contract has ended already."),
        ["customer.cannot-cancel"] = new("账号目前不能注销：{0}", "The account cannot be cancelled at present: {0}"),
        ["customer.cancelled"] = new("该客户已注销账号。", "This customer has cancelled its account."),
        ["customer.custody"] = new("财务托管的企业子账号不能自行关联，请由企业主账号关联。", "A sub account whose money its master keeps cannot associate; its master can."),
        ["customer.sub-referral-only"] = new("企业子账号只能以顾问销售方式关联。", "A sub account can associate by referral only."),
        ["customer.no-master"] = new("只有企业主账号可以开通企业子账号。", "Only an enterprise that is no sub account itself can open sub accounts."),
        ["invitation.other-mobile"] = new("请使用合作伙伴登记的手机号码。", "Use the mobile number that the partner named."),
        ["invitation.consent-needed"] = new("请阅读并同意关联须知。", "Read and agree to the notice."),
        ["customer.other-partner"] = new("客户 {0} 在该时间关联其他伙伴。", "Customer {0} belongs to another partner at that time."),
        ["customers.too-many-registrations"] = new("此设备近期注册的客户过多，请在 {0} 小时后重试。", "Too many customers were registered from this device; try again in {0} hours."),
        ["customers.frozen"] = new("账号已被合作伙伴冻结，暂不能下单和支付。原因：{0}", "The partner has frozen this account: it cannot order or pay. Reason: {0}"),
        ["customers.frozen-already"] = new("该客户已冻结。", "This customer is frozen already."),
        ["customers.not-frozen"] = new("该客户未冻结。", "This customer is not frozen."),
        ["customers.freeze-referral"] = new("仅代售客户可冻结。", "Only resale customers can be frozen."),
        ["prospect.known"] = new("该客户已报备：{0}。", "This company is registered already: {0}."),
        ["prospect.twice"] = new("该公司与第 {0} 行重复。", "This company stands in row {0} already."),
        ["prospect.wrong-state"] = new("该潜在客户已经关联。", "This prospect is a customer already."),
    };

    /// <inheritdoc/>
    public override void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddModuleDb<CustomersDb>().AddSingleton(Prospect.MobileColumn).AddSingleton(Invitation.MobileColumn).AddSingleton(Customer.MobileColumn)
        .AddScoped<RevealMobile>()
        .AddScoped<RegistrationLimit>().AddRule<RegistrationTerms>(RegistrationTerms.Rule).AddScoped<RegisterProspect>().AddScoped<ImportProspects>().AddScoped<InviteProspect>().AddScoped<AcceptInvitation>().AddScoped<RegisterCustomer>().AddScoped<SubAccounts>().AddScoped<ArriveByFederation>().AddScoped<CreateCustomer>()
        .AddScoped<CustomerLists>().AddScoped<AssignCustomer>().AddScoped<IReachSource, CustomerReach>().AddScoped<Associations>().AddScoped<CustomerAccounts>().AddScoped<EnrollCustomer>()
        .AddScoped<InvoiceIssuer>().AddScoped<OfflineContracts>().AddScoped<KeepContract>().AddScoped<EndContract>()
        .AddScoped<BeginAssociation>().AddScoped<AccountCheck>().AddScoped<AskAssociationChange>().AddScoped<AnswerAssociationChange>().AddScoped<AssociationLog>().AddScoped<MoveCustomers>()
        .AddScoped<FreezeCustomer>().AddScoped<UnfreezeCustomer>().AddScoped<FreezeLists>().AddScoped<CustomerFreezes>().HearNow<AssociationChanged, EndFreeze>()
        .AddSingleton(new NotificationKind(FreezeCustomer.Notice, new("账号冻结与解冻", "Freezes of the account"), [ActorKind.Customer]))
        .AddScoped<IAssociationStake, AssociationStake>().AddRule<AssociationTerms>(AssociationTerms.Rule)
        .AddSingleton(new NotificationKind(ChangeMessages.Kind, new("关联变更", "Changes of associations"), [ActorKind.Partner, ActorKind.Customer]))
        .AddRule<SalesTaskTerms>(SalesTaskTerms.Rule).AddScoped<TaskRoutes>().AddScoped<GiveSalesTasks>().AddScoped<WithdrawSalesTask>().AddScoped<ProcessSalesTask>().AddScoped<SalesTaskLists>()
        .AddScoped<CancelCustomer>().AddScoped<ICustomerCancellationGuard, AssociationGuard>().HearNow<CustomerCancelled, BlankNames>()
        .AddScoped<FollowCustomers>().HearNow<CustomerAssociated, FollowCustomers>().HearNow<AssociationChanged, FollowCustomers>()
        .AddScoped<ExportSource, SalesTaskExport>().AddJob<Occurrence, WatchSalesTasks>(WatchSalesTasks.Type)
        .AddSingleton(new NotificationKind(SalesTaskMessages.Kind, new("销售拓展任务", "Sales expansion tasks"), [ActorKind.Partner, ActorKind.Vendor]))
        .AddScoped<PartnerCenter.Programs.Published.IScoreSource, CustomerScore>()
        .HearLater<CustomerAssociated, TellAssociation>()
        .AddSingleton(new NotificationKind(TellAssociation.Kind, new("客户关联", "New customers"), [ActorKind.Partner]))
        .AddRule<InvitationTerms>(InvitationTerms.Rule);

    /// <inheritdoc/>
    public override void MapEndpoints(IEndpointRouteBuilder routes)
    {
        CustomersApi.Map(routes);
        ChangesApi.Map(routes);
        ContractsApi.Map(routes);
        FreezesApi.Map(routes);
        CancellingApi.Map(routes);
        SalesTasksApi.Map(routes);
        FederationEndpoints.Map(routes);
        IdentityProviderApi.Map(routes);
    }
}
