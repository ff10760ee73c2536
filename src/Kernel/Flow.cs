using System.Collections;

namespace PartnerCenter.Kernel;

/// <summary>The states of a thing and which may follow which; reads as the diagram it is.</summary>
/// <typeparam name="TState">An enum.</typeparam>
/// <param name="thing">The word that refusals use: <c>payout-request</c>.</param>
public sealed class Flow<TState>(string thing) : IEnumerable<KeyValuePair<TState, TState[]>>
    where TState : struct, Enum
{
    private readonly Dictionary<TState, TState[]> next = [];

    /// <summary>Declares what may follow a state.</summary>
    public void Add(TState from, params TState[] to) => next.Add(from, to);

    /// <summary>Whether the move is in the diagram.</summary>
    public bool Allows(TState from, TState to) => next.TryGetValue(from, out var states) && states.Contains(to);

    /// <summary>The new state.</summary>
    /// <exception cref="Refusal"><c>{thing}.wrong-state</c> with the state it is in and the one wished for.</exception>
    public TState Move(TState from, TState to) =>
        Allows(from, to) ? to : throw new Refusal($"{thing}.wrong-state", from, to);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TState, TState[]>> GetEnumerator() => next.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
