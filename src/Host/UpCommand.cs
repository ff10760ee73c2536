using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Host;

/// <summary>Starts the product and serves it until it is stopped.</summary>
internal static class UpCommand
{
    public static Command Make(Product product)
    {
        var port = new Option<int?>("--port") { Description = "the port to listen on; the first free one from 8080 on unless given" };
        var demo = new Option<bool>("--no-demo") { Description = "start empty, without the demo world and its role switcher" };
        var up = new Command("up", "Start everything and serve it on http://localhost:8080") { port, demo };
        up.SetAction(async (parsed, ct) =>
        {
            Say("database ...");
            await product.Open(ct);
            var withDemo = !parsed.GetValue(demo);
            var chosen = parsed.GetValue(port) ?? FreePort(8080);
            var app = await WebProduct.Build(product, $"http://localhost:{chosen}", withDemo);
            Say("tables and policies ...");
            await product.Prepare(app.Services, ct);
            if (withDemo)
            {
                await using var scope = await app.Services.OpenUnit(ct);
                await scope.ServiceProvider.GetRequiredService<Demo.DemoWorld>().LoadOnce(Say, ct);
            }

            await app.StartAsync(ct);
            Tell(chosen, parsed.GetValue(port) is null && chosen != 8080, withDemo);
            await app.WaitForShutdownAsync(ct);
            await app.DisposeAsync();
            return 0;
        });
        return up;
    }

    private static void Say(string words) => Console.WriteLine($"  {words}");

    private static void Tell(int port, bool moved, bool demo)
    {
        Console.WriteLine();
        Console.WriteLine($"Open http://localhost:{port}{(moved ? "   (8080 is taken)" : "")}");
        if (demo)
        {
            Console.WriteLine("Choose a role on the first page, or sign in with the password " + Demo.Personas.Password + ":");
            foreach (var persona in Demo.Personas.All)
            {
                Console.WriteLine($"  {persona.Email,-34} {persona.Title.En}");
            }
        }

        Console.WriteLine("Stop with Ctrl-C.");
    }

    private static int FreePort(int from)
    {
        for (var port = from; port < from + 200; port++)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try the next one.
            }
        }

        throw new InvalidOperationException($"No free port between {from} and {from + 199}. Give one with --port.");
    }
}
