using System.Text.Json;
using System.Text.Json.Serialization;

namespace PartnerCenter.Incentives;

/// <summary>How a calculation is kept with its bill.</summary>
internal static class WorkingJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
