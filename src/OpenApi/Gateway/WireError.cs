namespace PartnerCenter.OpenApi.Gateway;

/// <summary>
/// A call that is answered with an error in the words of the wire. Codes are those that the vendor's SDKs know: APIG… of the gateway, CBC…
/// of the business, IAM… of credentials; none for the identity service, whose errors name their status only.
/// </summary>
internal sealed class WireError(int status, string? code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    /// <summary>A parameter that is missing or wrong, named (R15.2.5).</summary>
    public static WireError Parameter(string name, string why = "is missing or invalid") => new(400, "CBC.0100", $"Parameter error: {name} {why}.");

    /// <summary>Credentials that do not hold.</summary>
    public static WireError Credentials(string reason) => new(401, "APIGW.0301", $"Incorrect IAM authentication information: {reason}");

    /// <summary>Credentials of the wrong kind or without the right (R15.2.4).</summary>
    public static WireError Denied() => new(403, "CBC.0151", "Access denied.");

    /// <summary>An answer of the identity service.</summary>
    public static WireError Identity(int status, string message) => new(status, null, message);
}
