using System.CommandLine;
using PartnerCenter.Host;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Rulebook;

await using var product = new Product(args);

var root = new RootCommand("Partner Center: a cloud vendor and its channel run their business together.");
root.Add(UpCommand.Make(product));
foreach (var command in Modules.All.SelectMany(module => module.Commands(() => product.Services)).Concat(OperatorCommands.All(product)))
{
    // Two modules may share a command such as "import": their subcommands stand side by side.
    if (root.Subcommands.FirstOrDefault(known => known.Name == command.Name) is { } known)
    {
        foreach (var subcommand in command.Subcommands.ToList())
        {
            known.Add(subcommand);
        }
    }
    else
    {
        root.Add(command);
    }
}

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Refusal refusal)
{
    Console.Error.WriteLine(Product.Sentence(refusal));
    return 1;
}
catch (PolicyProblems problems)
{
    Console.Error.WriteLine("The policies cannot be used:");
    Console.Error.WriteLine(problems.Message);
    return 1;
}
catch (InvalidOperationException problem) when (!System.Diagnostics.Debugger.IsAttached)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
