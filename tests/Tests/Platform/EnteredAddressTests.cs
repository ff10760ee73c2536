using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Web;

namespace PartnerCenter.Tests.Platform;

/// <summary>What people enter as an address leads to the internet at large, and never to our own network.</summary>
public sealed class EnteredAddressTests(TestServer server)
{
    private const string Public = "93.184.215.14";

    /// <summary>Ways to write addresses of this machine, its network and the metadata services of clouds; {0} is the listener's port.</summary>
    private static readonly string[] Inner =
    [
        "https://127.0.0.1:{0}/", "https://127.0.0.2:{0}/", "https://127.255.255.254:{0}/", "https://localhost:{0}/", "https://LOCALHOST:{0}/",
        "https://localhost.:{0}/", "https://127.1:{0}/", "https://127.0.1:{0}/", "https://2130706433:{0}/", "https://0x7f000001:{0}/",
        "https://0x7f.0x0.0x0.0x1:{0}/", "https://0x7f.1:{0}/", "https://0177.0.0.1:{0}/", "https://0177.0x0.0.1:{0}/", "https://017700000001:{0}/",
        "https://127.0.0.1.:{0}/", "https://%31%32%37.0.0.1:{0}/", "https://１２７.０.０.１:{0}/", "https://①②⑦.⓪.⓪.①:{0}/", "https://127。0。0。1:{0}/",
        "https://0.0.0.0:{0}/", "https://0:{0}/", "https://[::1]:{0}/", "https://[0:0:0:0:0:0:0:1]:{0}/", "https://[::]:{0}/",
        "https://[::ffff:127.0.0.1]:{0}/", "https://[::ffff:7f00:1]:{0}/", "https://[0:0:0:0:0:ffff:127.0.0.1]:{0}/", "https://[::127.0.0.1]:{0}/",
        "https://[64:ff9b::127.0.0.1]:{0}/", "https://[64:ff9b::7f00:1]:{0}/", "https://[64:ff9b:1::7f00:1]:{0}/", "https://[2002:7f00:1::]:{0}/",
        "https://[2001:0:7f00:1::]:{0}/", "https://[fe80::1]:{0}/", "https://[fc00::1]:{0}/", "https://[fd00:ec2::254]/", "https://[fec0::1]:{0}/",
        "https://[ff02::1]:{0}/", "https://[2001:db8::1]:{0}/", "https://10.0.0.1:{0}/", "https://172.16.0.1:{0}/", "https://172.31.255.255:{0}/",
        "https://192.168.0.1:{0}/", "https://169.254.169.254/latest/meta-data/", "https://2852039166/", "https://0xa9fea9fe/", "https://[::ffff:169.254.169.254]/",
        "https://100.64.0.1:{0}/", "https://100.100.100.200/", "https://168.63.129.16/", "https://192.0.0.192/", "https://198.18.0.1:{0}/",
        "https://224.0.0.1:{0}/", "https://240.0.0.1:{0}/", "https://255.255.255.255:{0}/", "https://inner.example:{0}/", "https://mixed.example:{0}/",
    ];

    /// <summary>What is no address that is opened at all.</summary>
    private static readonly string[] Unfit =
    [
        "http://127.0.0.1:{0}/", "http://localhost:{0}/", "http://93.184.215.14:{0}/", "https://user@127.0.0.1:{0}/", "https://user:word@127.0.0.1:{0}/",
        "https://93.184.215.14@127.0.0.1:{0}/", "https://127.0.0.1:{0}@93.184.215.14/", "//127.0.0.1:{0}/", "127.0.0.1:{0}", "/etc/passwd",
        "file:///etc/passwd", "ftp://127.0.0.1:{0}/", "gopher://127.0.0.1:{0}/_x", "dict://127.0.0.1:{0}/", "javascript:alert(1)", "data:text/xml,<a/>",
        "unix:///var/run/x.sock", "https://", "https:///x",
    ];

    [Fact]
    public async Task No_way_of_writing_it_leads_to_an_inner_address()
    {
        await using var listener = new Listener(_ => Answer("200 OK", "found"));
        await using var world = await World.New(server, services => services.AddSingleton<FindHost>((host, ct) => Task.FromResult<IPAddress[]>(host switch
        {
            "inner.example" => [IPAddress.Loopback],
            "mixed.example" => [IPAddress.Parse(Public), IPAddress.Loopback],
            _ => Dns.GetHostAddresses(host),
        })));
        var codes = new ConcurrentDictionary<string, string>();

        await Parallel.ForEachAsync(Inner.Concat(Unfit), async (form, _) =>
        {
            var address = form.Replace("{0}", $"{listener.Port}", StringComparison.Ordinal);
            codes[form] = await Refused(world, address);
        });

        // How a name is spelt that the system does not know at all is as good as an inner address.
        Assert.Equal([], Inner.Where(form => codes[form] is not "outbound.internal" and not "outbound.unreachable" and not "outbound.address").Select(form => $"{form} {codes[form]}"));
        Assert.True(Inner.Count(form => codes[form] == "outbound.internal") >= 40, $"{Inner.Count(form => codes[form] == "outbound.internal")}");
        Assert.Equal([], Unfit.Where(form => codes[form] != "outbound.address").Select(form => $"{form} {codes[form]}"));
        Assert.Equal(0, listener.Hits);
        Notes.Add($"entered addresses: {codes.Count} ways to an inner address: 0 connections");
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_a_moment_later_is_asked_for_once()
    {
        await using var listener = new Listener(_ => Answer("200 OK", "found"));
        var asked = 0;
        await using var world = await World.New(server, services => services.AddSingleton<FindHost>((_, _) => Task.FromResult<IPAddress[]>(
            Interlocked.Increment(ref asked) == 1 ? [IPAddress.Parse(Public)] : [IPAddress.Loopback])), new() { ["Outbound:TimeoutSeconds"] = "1" });

        Assert.Equal("outbound.unreachable", await Refused(world, $"https://rebinding.example:{listener.Port}/"));
        Assert.Equal((1, 0), (asked, listener.Hits));
        Assert.Equal("outbound.internal", await Refused(world, $"https://rebinding.example:{listener.Port}/"));
        Assert.Equal((2, 0), (asked, listener.Hits));
    }

    [Fact]
    public async Task A_redirect_to_an_inner_address_is_not_followed()
    {
        await using var inner = new Listener(_ => Answer("200 OK", "found"));
        foreach (var status in new[] { "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect" })
        {
            await using var outer = new Listener(_ => $"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:{inner.Port}/\r\nContent-Length: 0\r\n\r\n");
            await using var world = await Excepting(outer);

            Assert.Equal("outbound.redirect", await Refused(world, $"http://127.0.0.1:{outer.Port}/"));
            Assert.Equal((1, 0), (outer.Hits, inner.Hits));
        }
    }

    [Fact]
    public async Task A_host_that_the_operator_named_is_asked_without_anything_of_ours()
    {
        var request = "";
        await using var listener = new Listener(text =>
        {
            request = text;
            return Answer("200 OK", "found");
        });
        await using var world = await Excepting(listener);

        Assert.Equal("found", Encoding.UTF8.GetString(await Fetch(world, $"http://127.0.0.1:{listener.Port}/metadata?x=1")));
        Assert.StartsWith("GET /metadata?x=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Equal([$"Host: 127.0.0.1:{listener.Port}"], request.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]);
        // The exception is for that port of that host.
        Assert.Equal("outbound.address", await Refused(world, $"http://127.0.0.1:{listener.Port + 1}/"));
        Assert.Equal("outbound.internal", await Refused(world, $"https://127.0.0.1:{listener.Port + 1}/"));
    }

    [Fact]
    public async Task Neither_size_nor_time_nor_status_is_left_to_the_other_side()
    {
        await using var large = new Listener(_ => Answer("200 OK", new string('x', 1001)));
        await using var slow = new Listener(_ => "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
        await using var silent = new Listener(_ => null);
        await using var away = new Listener(_ => Answer("404 Not Found", ""));
        await using var world = await Excepting(large, slow, silent, away);

        Assert.Equal("outbound.too-large", await Refused(world, $"http://127.0.0.1:{large.Port}/"));
        Assert.Equal("outbound.unreachable", await Refused(world, $"http://127.0.0.1:{slow.Port}/"));
        Assert.Equal("outbound.unreachable", await Refused(world, $"http://127.0.0.1:{silent.Port}/"));
        Assert.Equal("outbound.status", await Refused(world, $"http://127.0.0.1:{away.Port}/"));
    }

    [Fact]
    public void Addresses_of_the_internet_at_large_are_known_as_such() => Assert.All(
        new[] { Public, "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "::ffff:93.184.215.14", "2606:4700::1111", "2400:3200::1" },
        address => Assert.True(PublicAddresses.Contain(IPAddress.Parse(address)), address));

    private Task<World> Excepting(params Listener[] listeners) => World.New(server, settings: new()
    {
        ["Outbound:Hosts"] = string.Join(", ", listeners.Select(listener => $"127.0.0.1:{listener.Port}")),
        ["Outbound:TimeoutSeconds"] = "1",
    });

    private static string Answer(string status, string body) => $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static Task<byte[]> Fetch(World world, string address) =>
        world.Services.GetRequiredService<EnteredAddresses>().Fetch(address, "Address", 1000, TestContext.Current.CancellationToken);

    private static async Task<string> Refused(World world, string address)
    {
        var refusal = await Record.ExceptionAsync(() => Fetch(world, address));
        return refusal is Refusal { Field: "Address" } no ? no.Code : $"{refusal}";
    }

    /// <summary>Counts who connects to this machine, and answers as it is told; with null not at all.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener listener = TcpListener.Create(0);
        private readonly CancellationTokenSource stop = new();
        private readonly Task work;
        private int hits;

        public Listener(Func<string, string?> answer)
        {
            listener.Start();
            work = Accept(answer);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Hits => hits;

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await work;
            listener.Dispose();
            stop.Dispose();
        }

        private async Task Accept(Func<string, string?> answer)
        {
            try
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync(stop.Token);
                    Interlocked.Increment(ref hits);
                    _ = Serve(client, answer);
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
        }

        private async Task Serve(TcpClient client, Func<string, string?> answer)
        {
            try
            {
                using (client)
                {
                    var buffer = new byte[8192];
                    var count = await client.GetStream().ReadAsync(buffer, stop.Token);
                    if (answer(Encoding.ASCII.GetString(buffer, 0, count)) is { } text)
                    {
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), stop.Token);
                    }

                    await Task.Delay(TimeSpan.FromSeconds(3), stop.Token);
                }
            }
            catch (Exception over) when (over is OperationCanceledException or IOException)
            {
                // Stopped, or the client has gone.
            }
        }
    }
}
