using Npgsql;

namespace PartnerCenter.Platform.Web;

/// <summary>Text that the database cannot hold: NUL, which no keyboard makes and no name contains.</summary>
public static class Unwritable
{
    /// <summary>Whether an exception says so.</summary>
    public static bool Is(Exception? exception) => exception switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => true,
        _ => Is(exception.InnerException),
    };
}
