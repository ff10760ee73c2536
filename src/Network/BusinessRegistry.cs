using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PartnerCenter.Kernel;

namespace PartnerCenter.Network;

/// <summary>What the business registry says of a company.</summary>
public enum RegistryAnswer
{
    /// <summary>It is registered under this code and name, and in business.</summary>
    [Words("一致", "Agrees")]
    Agrees,

    /// <summary>The code is registered under another name.</summary>
    [Words("登记名称不同", "Registered under another name")]
    OtherName,

    /// <summary>It is struck off or revoked.</summary>
    [Words("已注销或吊销", "Struck off or revoked")]
    StruckOff,

    /// <summary>There is no such code.</summary>
    [Words("查无登记", "Not registered")]
    Unknown,

    /// <summary>The registry cannot be asked now.</summary>
    [Words("登记系统暂时无法查询", "The registry cannot be asked now")]
    Away,
}

/// <summary>The authority that registers companies (工商登记), by which joining is verified automatically (R3.4a).</summary>
public interface IBusinessRegistry
{
    /// <summary>What it says of a company by code and name; never throws, for an applicant who waits is not sent away.</summary>
    Task<RegistryAnswer> Ask(string code, string name, CancellationToken ct);
}

/// <summary>
/// Where no registry is configured: a register of the house, a CSV file of code, name and status (active or struck-off) for the companies
/// that it knows; of any other a code whose check character is right is believed. Setting Registry:File.
/// </summary>
internal sealed class HouseRegistry : IBusinessRegistry
{
    private readonly Dictionary<string, (string Name, bool Active)> known = [];

    public HouseRegistry(string? file)
    {
        foreach (var cells in (file is null ? [] : File.ReadLines(file).Skip(1)).Where(line => line.Length > 0).Select(line => line.Split(',')))
        {
            known[cells[0].Trim()] = (cells[1].Trim(), cells[2].Trim() == "active");
        }
    }

    public Task<RegistryAnswer> Ask(string code, string name, CancellationToken ct) => Task.FromResult(
        !known.TryGetValue(code, out var company) ? RegistryAnswer.Agrees
        : !company.Active ? RegistryAnswer.StruckOff
        : company.Name == name ? RegistryAnswer.Agrees : RegistryAnswer.OtherName);
}

/// <summary>
/// A registry over HTTP: GET of the address with the code at its end and a bearer key, answered by {"name", "status": "active" |
/// "struck-off"}, or by 404 where there is none. Settings Registry:Http:Url, Key, TimeoutSeconds.
/// </summary>
internal sealed class HttpBusinessRegistry(HttpClient http, IConfiguration settings) : IBusinessRegistry
{
    public async Task<RegistryAnswer> Ask(string code, string name, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{settings["Url"]!.TrimEnd('/')}/{Uri.EscapeDataString(code)}")
            {
                Headers = { Authorization = new("Bearer", settings["Key"]) },
            };
            using var response = await http.SendAsync(request, ct);
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return RegistryAnswer.Unknown;
            }

            response.EnsureSuccessStatusCode();
            var company = await response.Content.ReadFromJsonAsync<Entry>(ct);
            return company is not { Name: not null, Status: "active" or "struck-off" } ? RegistryAnswer.Away
                : company.Status != "active" ? RegistryAnswer.StruckOff
                : company.Name == name ? RegistryAnswer.Agrees : RegistryAnswer.OtherName;
        }
        catch (Exception away) when (away is HttpRequestException or JsonException or NotSupportedException
            || (away is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return RegistryAnswer.Away;
        }
    }

    private sealed record Entry(string? Name, string? Status);
}
