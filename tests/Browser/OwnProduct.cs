namespace PartnerCenter.Browser;

/// <summary>A product of its own, for walks that move the clock.</summary>
public sealed class OwnProduct : IAsyncLifetime
{
    public RunningProduct Product { get; } = new();

    public ValueTask InitializeAsync() => Product.InitializeAsync();

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}
