using System.CommandLine;
using PartnerCenter.Identity.Published;
using PartnerCenter.Platform.Access;
using PartnerCenter.Platform.Audit;
using PartnerCenter.Platform.Database;
using PartnerCenter.Platform.Protection;
using PartnerCenter.Platform.Rulebook;
using PartnerCenter.Platform.Time;

namespace PartnerCenter.Host;

/// <summary>Commands over the shared mechanisms.</summary>
internal static class OperatorCommands
{
    public static IEnumerable<Command> All(Product product)
    {
        yield return new Command("import", "Import data") { Holidays(product) };
        yield return VerifyAudit(product);
        yield return CreateAdmin(product);
        yield return ChangeAllKeys(product);
        yield return new Command("policies", "The rulebook") { CheckPolicies() };
    }

    private static Command Holidays(Product product)
    {
        var file = new Argument<string>("FILE") { Description = "a year in the layout of holiday-cn" };
        var command = new Command("holidays", "Import the official working-day calendar of a year") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var calendar = product.Services.GetRequiredService<WorkCalendar>();
            var year = await calendar.Import(await File.ReadAllTextAsync(parsed.GetValue(file)!, ct), ct);
            Console.WriteLine($"The calendar of {year} is official now.");
            return 0;
        });
        return command;
    }

    private static Command VerifyAudit(Product product)
    {
        var command = new Command("verify-audit", "Walk the hash chains of the audit trail");
        command.SetAction(async (_, ct) =>
        {
            var (records, chains) = await product.Services.GetRequiredService<AuditTrail>().Verify(ct);
            await using var scope = await product.Services.OpenUnit(ct);
            var problems = chains.Concat(await scope.ServiceProvider.GetRequiredService<AuditAnchors>().Verify(ct)).ToList();
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine($"{records} records, {problems.Count} problems");
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command ChangeAllKeys(Product product)
    {
        var command = new Command("change-keys", "Seal all classified values anew under a new data key, while the product runs");
        command.SetAction(async (_, ct) =>
        {
            Console.WriteLine($"{await product.Services.GetRequiredService<ChangeKeys>().Run(ct)} values sealed anew.");
            return 0;
        });
        return command;
    }

    private static Command CreateAdmin(Product product)
    {
        var email = new Argument<string>("EMAIL");
        var role = new Option<string>("--role")
        {
            Description = string.Join(", ", Role.Vendor),
            DefaultValueFactory = _ => Role.VendorAdministrator,
        };
        var command = new Command("create-admin", "Add one of the vendor's people; the password is read from standard input") { email, role };
        command.SetAction(async (parsed, ct) =>
        {
            if (!Role.Vendor.Contains(parsed.GetValue(role)))
            {
                Console.Error.WriteLine($"There is no role {parsed.GetValue(role)}. Roles: {string.Join(", ", Role.Vendor)}");
                return 1;
            }

            Console.Error.Write("Password (15 characters or more): ");
            var password = Console.ReadLine() ?? "";
            var address = parsed.GetValue(email)!;
            await using var scope = await product.Services.OpenUnit(ct);
            await scope.ServiceProvider.GetRequiredService<Accounts>().AddPerson(
                address.Split('@')[0], address, password, [parsed.GetValue(role)!], null, ct);
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Save(Actor.System, "identity.create-admin", ct);
            Console.WriteLine($"{address} can sign in as {parsed.GetValue(role)}.");
            return 0;
        });
        return command;
    }

    private static Command CheckPolicies()
    {
        var folder = new Argument<string>("FOLDER") { DefaultValueFactory = _ => "policies" };
        var command = new Command("check", "Read policy files and say what is wrong with them") { folder };
        command.SetAction(parsed =>
        {
            var container = new ServiceCollection();
            var configuration = new ConfigurationBuilder().Build();
            foreach (var module in Modules.All)
            {
                module.AddServices(container, configuration);
            }

            var types = container.Where(service => service.ServiceType == typeof(RuleType)).Select(s => (RuleType)s.ImplementationInstance!);
            var versions = new RuleFiles(types).Read(parsed.GetValue(folder)!);
            Console.WriteLine($"{versions.Count} versions of {versions.Select(v => v.Rule).Distinct().Count()} rules: all well.");
            return 0;
        });
        return command;
    }
}
