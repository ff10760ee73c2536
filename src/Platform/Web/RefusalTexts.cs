using System.Globalization;
using PartnerCenter.Kernel;

namespace PartnerCenter.Platform.Web;

/// <summary>The sentences that people read when the answer is no.</summary>
public sealed class RefusalTexts(IReadOnlyList<Module> modules)
{
    private readonly Dictionary<string, LocalText> texts =
        modules.SelectMany(module => module.Refusals).Concat(PlatformRefusals.All).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>Every code with its sentence.</summary>
    public IReadOnlyDictionary<string, LocalText> All => texts;

    /// <summary>The sentence of a refusal, in a language, with its facts filled in.</summary>
    public string Sentence(Refusal refusal, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        var text = texts.GetValueOrDefault(refusal.Code) ?? texts.GetValueOrDefault("*" + refusal.Code[refusal.Code.LastIndexOf('.')..]);
        return text is null ? refusal.Code : string.Format(culture, text.In(culture), [.. refusal.Facts]);
    }
}

/// <summary>The sentences of Kernel's and Platform's refusals.</summary>
internal static class PlatformRefusals
{
    public static readonly Dictionary<string, LocalText> All = new()
    {
        ["*.wrong-state"] = new("当前状态为“{0}”，不能变为“{1}”。请刷新页面查看最新状态。",
            "It is in state {0} and cannot become {1}. Reload the page to see where it stands."),
        ["access.denied"] = new("您没有“{0}”权限，请联系管理员授予。", "You lack the permission {0}; an administrator can grant it."),
        ["access.no-partner"] = new("此操作需要伙伴账号。", "This needs a partner account."),
        ["access.no-customer"] = new("此操作需要客户账号。", "This needs a customer account."),
        ["conflict.changed-meanwhile"] = new("其他人刚刚修改了这条记录，请刷新后重试。", "Somebody else has just changed this. Reload and try again."),
        ["csv.columns"] = new("文件第一行须包含这些列：{0}。", "The first line of the file must name these columns: {0}."),
        ["csv.empty"] = new("文件中没有数据行。请填写 1 至 {0} 行。", "The file has no rows. Fill in 1 to {0}."),
        ["csv.row"] = new("第 {0} 行：{1}", "Row {0}: {1}"),
        ["csv.rows"] = new("文件超过 {0} 行。请拆分后上传。", "The file has more than {0} rows. Split it."),
        ["csv.unreadable"] = new("无法读取此文件。请另存为 CSV（UTF-8 或 GB18030 编码）后上传。",
            "The file cannot be read. Save it as CSV, in UTF-8 or GB18030."),
        ["csv.width"] = new("此行有 {0} 列，表头只有 {1} 列。含逗号的内容请加英文双引号。",
            "This row has {0} cells, the first line {1}. Put what contains a comma in double quotes."),
        ["document.empty"] = new("文件为空。", "The file is empty."),
        ["document.too-large"] = new("文件超过 {0} MiB。", "The file is larger than {0} MiB."),
        ["document.kind"] = new("不支持此文件类型，可上传：{0}。", "This kind of file is not taken. Taken are: {0}."),
        ["document.content"] = new("文件内容与扩展名 {0} 不符。请用相应软件另存为该格式后重新上传。",
            "The content of the file is not what its extension {0} says. Save it in that format with the program that made it."),
        ["document.damaged"] = new("文件不是完整、正常的 {0} 文件。请用相应软件打开并另存后重新上传。",
            "This is not a whole and sound {0} file. Open it with the program that made it, save it anew, and upload that."),
        ["document.stowaway"] = new("文件中夹带了其他文件或网页代码。请重新导出后上传。",
            "Another file or a web page hides in this one. Export it anew and upload that."),
        ["document.virus"] = new("文件带有病毒特征，未被接收。请先查杀您的电脑。", "The file bears the mark of a virus and was not taken. Have your computer checked."),
        ["document.bomb"] = new("文件解压后过大（上限 {0} MiB，或压缩比异常）。请拆分后上传。",
            "Unpacked, the file is too large (more than {0} MiB, or packed beyond what documents are). Split it."),
        ["document.pixels"] = new("图片尺寸过大（上限 {0} 百万像素，单边 30000 像素）。请缩小后上传。",
            "The picture is too large (above {0} megapixels, or a side above 30000). Scale it down."),
        ["document.active"] = new("文件含有宏、脚本、程序或嵌入对象。请去除后另存（如另存为 PDF）再上传。",
            "The file holds macros, scripts, programs or embedded objects. Save it without them, for instance as PDF."),
        ["document.links"] = new("文件引用了外部文件或数据。请断开外部链接后另存再上传。",
            "The file draws on files or data elsewhere. Break these links, save it, and upload that."),
        ["document.encrypted"] = new("文件已加密。请去除密码后上传。", "The file is encrypted. Take the password off and upload it again."),
        ["document.daily"] = new("您今天的上传已达上限（{0} 个文件，共 {1} MiB）。请明天再试。",
            "You have uploaded as much as one may in a day ({0} files, {1} MiB together). Go on tomorrow."),
        ["export.kind"] = new("没有名为“{0}”的导出。", "There is no export called {0}."),
        ["export.format"] = new("此内容不支持所选格式。", "This cannot be exported in that format."),
        ["form.required"] = new("请填写此项。", "Fill this in."),
        ["form.email"] = new("请填写有效的电子邮箱。", "Give a valid e-mail address."),
        ["form.mobile"] = new("请填写有效的手机号码，如 13800138000 或 +85212345678。", "Give a valid mobile number, such as 13800138000."),
        ["form.characters"] = new("包含不可用的控制字符。", "It contains control characters, which cannot be used."),
        ["form.too-long"] = new("最多 {0} 个字符。", "At most {0} characters."),
        ["holidays.unreadable"] = new("无法读取节假日文件：{0}", "The holiday file cannot be read: {0}"),
        ["holidays.other-year"] = new("文件中的日期不属于 {0} 年。", "The file's days do not belong to {0}."),
        ["idempotency.key"] = new("请提供 Idempotency-Key（UUID）。", "Give an Idempotency-Key: a UUID that you make and keep across retries."),
        ["idempotency.other-content"] = new("此幂等键已用于内容不同的请求。", "This key was used for a request with other content."),
        ["clock.fixed"] = new("本系统的时钟不能调整。", "The clock of this deployment cannot be moved."),
        ["clock.moving"] = new("时钟正在拨动，请等它到达。", "The clock is being moved; wait until it has arrived."),
        ["clock.day"] = new("请选择 {0:yyyy-MM-dd} 至 {1:yyyy-MM-dd} 之间的日期；时钟只能向前。", "Choose a day from {0:yyyy-MM-dd} to {1:yyyy-MM-dd}; the clock only goes forward."),
        ["job.not-failed"] = new("该任务未失败，无需重试。", "The job has not failed."),
        ["money.currency"] = new("“{0}”不是货币代码。", "{0} is not a currency code."),
        ["money.unreadable"] = new("“{0}”不是金额，请填写如 1234.56。", "\"{0}\" is not an amount; write it like 1234.56."),
        ["money.decimals"] = new("金额 {0} 的小数超过 8 位。", "The amount {0} has more than 8 decimals."),
        ["money.range"] = new("金额 {0} 超出可处理范围。", "The amount {0} is out of range."),
        ["money.not-positive"] = new("金额必须大于 0。", "The amount must be above 0."),
        ["money.not-cents"] = new("金额最多保留两位小数（分）。", "The amount can have two decimals at most (cents)."),
        ["month.unreadable"] = new("“{0}”不是月份，请填写如 2024-09。", "\"{0}\" is not a month; write it like 2024-09."),
        ["notification.kind"] = new("没有名为“{0}”的通知。", "There is no notification called {0}."),
        ["organization-code.form"] = new("组织机构代码应为 9 位数字或大写字母。", "An organisation code has 9 digits or capital letters."),
        ["organization-code.check"] = new("组织机构代码 {0} 的校验位不正确。", "The check character of the organisation code {0} is wrong."),
        ["outbound.address"] = new("请填写完整的 https 地址，且不含用户名和密码。", "Give a whole https address, without user name and password."),
        ["outbound.internal"] = new("{0} 不是公网地址，不能从这里访问。请填写公网可以访问的地址，或手工填写设置。",
            "{0} is not a public address and is not opened from here. Give one that the internet can reach, or type the settings."),
        ["outbound.redirect"] = new("该地址会跳转到其他地址。请填写跳转后的地址。", "This address leads on to another. Give that one."),
        ["outbound.status"] = new("该地址没有返回内容（状态 {0}）。请检查地址。", "Nothing came from this address (status {0}). Is it right?"),
        ["outbound.too-large"] = new("该地址返回的内容超过 {0} KiB。请检查地址。", "More than {0} KiB came from this address. Is it right?"),
        ["outbound.unreachable"] = new("无法安全地连接 {0}，或等待超时。请检查地址和证书，或稍后重试。",
            "{0} could not be reached safely, or not in time. Check address and certificate, or try again later."),
        ["request.cursor"] = new("游标无效，请从第一页重新读取。", "The cursor is not one of ours; start from the first page."),
        ["request.unreadable"] = new("无法读取请求内容。", "The request cannot be read."),
        ["review.documents-missing"] = new("请上传：{0}。", "Attach: {0}."),
        ["review.not-found"] = new("没有找到该申请。", "There is no such application."),
        ["review.no-reason"] = new("请选择列表中的原因。", "Choose a reason of the list."),
        ["review.own"] = new("不能审核自己提交的申请。", "Nobody decides an application of their own."),
        ["review.other-role"] = new("当前步骤由“{0}”处理。", "This step is decided by the role {0}."),
        ["review.reason-needed"] = new("请填写原因，申请人将看到。", "Give the reason; the applicant will read it."),
        ["rule.unknown"] = new("没有名为“{0}”的政策。", "There is no policy {0}."),
        ["rule.version-taken"] = new("已有名为“{0}”的版本。", "There is a version {0} already."),
        ["rule.too-early"] = new("生效日期须晚于 {0:yyyy-MM-dd}。", "It must hold from a day after {0:yyyy-MM-dd}."),
        ["rule.too-late"] = new("生效日期 {0:yyyy-MM-dd} 已到，不能再发布；请驳回并重新提出。", "Its first day, {0:yyyy-MM-dd}, has come: reject it and propose it anew."),
        ["rule.problems"] = new("内容有误：{0}", "The terms cannot be used: {0}"),
        ["rule.none-in-force"] = new("政策 {0} 在 {1:yyyy-MM-dd} 尚无生效版本。", "The policy {0} has no version in force on {1:yyyy-MM-dd}."),
        ["tax-number.length"] = new("税务编码应为 15 位或 18 位。", "A taxpayer number has 15 or 18 characters."),
        ["uscc.length"] = new("统一社会信用代码应为 18 位，当前 {0} 位。", "A unified social credit code has 18 characters; this one has {0}."),
        ["uscc.alphabet"] = new("统一社会信用代码不能包含“{0}”（不使用 I、O、Z、S、V 及小写字母）。",
            "A unified social credit code cannot contain \"{0}\" (I O Z S V and lower case are not used)."),
    };
}
