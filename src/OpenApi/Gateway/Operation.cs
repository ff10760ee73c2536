using PartnerCenter.Kernel;

namespace PartnerCenter.OpenApi.Gateway;

/// <summary>Whose credentials an operation takes.</summary>
internal enum Side
{
    /// <summary>Those of a partner's people.</summary>
    [Words("伙伴", "Partner")]
    Partner,

    /// <summary>Those of a customer, or of its partner acting for it.</summary>
    [Words("客户", "Customer")]
    Customer,

    /// <summary>Either's.</summary>
    [Words("伙伴或客户", "Either")]
    Any,

    /// <summary>None: it gives them out.</summary>
    [Words("无需凭证", "None")]
    Nobody,
}

/// <summary>Something that the vendor's SDKs can call.</summary>
/// <param name="Name">As the SDKs call it.</param>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">Its address.</param>
/// <param name="Side">Whose credentials it takes.</param>
/// <param name="Permission">What the caller's roles must allow; null for whatever every caller may.</param>
/// <param name="Title">What it does.</param>
/// <param name="Run">Does it; null answers 204 without a body.</param>
internal sealed record Operation(
    string Name, string Method, string Path, Side Side, string? Permission, LocalText Title, Func<Call, Task<object?>> Run)
{
    /// <summary>The status of success with a body.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Addresses under which earlier versions knew it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
