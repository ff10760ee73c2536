using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PartnerCenter.Platform.Database;

namespace PartnerCenter.Platform.Protection;

/// <summary>
/// Seals classified values (mobile numbers, secrets of authenticator apps, letters on their way): AES-256-GCM under a data key that lies
/// in the database wrapped by the installation's master key, which does not. A value is bound to its place: moved into another row or
/// column it does not open.
/// </summary>
public sealed class Vault(Databases databases, IConfiguration configuration, TimeProvider clock)
{
    private const string Mark = "sealed:";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Lock alone = new();
    private byte[]? master;
    private SortedDictionary<int, byte[]> keys = [];

    /// <summary>Seals a text for a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">Schema, table and column, such as <c>customers.prospect.mobile</c>.</param>
    /// <param name="row">The row.</param>
    public string Seal(string text, string place, Guid row)
    {
        var (id, key) = Newest();
        return string.Create(CultureInfo.InvariantCulture, $"{Mark}{id}:{Convert.ToBase64String(Encrypt(key, text, $"{place}/{row}"))}");
    }

    /// <summary>Opens what was sealed for a place.</summary>
    /// <exception cref="CryptographicException">It was sealed for another place, changed, or under a key that is not here.</exception>
    public string Open(string value, string place, Guid row)
    {
        if (value.Split(':') is not ["sealed", var id, var content])
        {
            throw new CryptographicException("This was never sealed.");
        }

        return Decrypt(Key(int.Parse(id, CultureInfo.InvariantCulture)), Convert.FromBase64String(content), $"{place}/{row}");
    }

    /// <summary>
    /// A mark by which equal texts of a place are found without opening any: the same for the same text, telling nothing of it to
    /// whoever lacks the master key.
    /// </summary>
    public string Fingerprint(string text, string place) => Convert.ToHexStringLower(HMACSHA256.HashData(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Master(), KeyBytes, info: Encoding.UTF8.GetBytes($"mark/{place}")), Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a value is sealed under the newest key.</summary>
    public bool IsNew(string value) => value.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Mark}{Newest().Id}:"), StringComparison.Ordinal);

    /// <summary>Makes a new data key; what is sealed from now on is sealed under it.</summary>
    public void AddKey()
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        using var connection = databases.Unwalled.OpenConnection();
        using var command = new NpgsqlCommand("insert into platform.data_key (wrapped, made_at) values ($1, $2)", connection);
        command.Parameters.Add(new() { Value = Convert.ToBase64String(Encrypt(Master(), Convert.ToBase64String(key), "platform.data_key")) });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.ExecuteNonQuery();
        Load();
    }

    private static byte[] Encrypt(byte[] key, string text, string place)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var made = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = made.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, made.AsSpan(NonceBytes, plain.Length), made.AsSpan(NonceBytes + plain.Length), Encoding.UTF8.GetBytes(place));
        return made;
    }

    private static string Decrypt(byte[] key, byte[] made, string place)
    {
        var plain = new byte[made.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(made.AsSpan(0, NonceBytes), made.AsSpan(NonceBytes, plain.Length), made.AsSpan(NonceBytes + plain.Length), plain, Encoding.UTF8.GetBytes(place));
        return Encoding.UTF8.GetString(plain);
    }

    private (int Id, byte[] Key) Newest()
    {
        if (keys.Count == 0)
        {
            Load();
        }

        if (keys.Count == 0)
        {
            AddKey();
        }

        var (id, key) = keys.Last();
        return (id, key);
    }

    private byte[] Key(int id)
    {
        if (!keys.ContainsKey(id))
        {
            Load();
        }

        return keys.TryGetValue(id, out var key) ? key : throw new CryptographicException($"The data key {id} is not here.");
    }

    private void Load()
    {
        var found = new SortedDictionary<int, byte[]>();
        using var connection = databases.Unwalled.OpenConnection();
        using var command = new NpgsqlCommand("select id, wrapped from platform.data_key", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            found.Add(reader.GetInt32(0), Unwrapped(reader.GetString(1)));
        }

        keys = found;
    }

    private byte[] Unwrapped(string wrapped)
    {
        try
        {
            return Convert.FromBase64String(Decrypt(Master(), Convert.FromBase64String(wrapped), "platform.data_key"));
        }
        catch (CryptographicException)
        {
            throw new InvalidOperationException(
                "The master key here is not the one of this database. Give the right one as Keys__Master, or put it back as keys/master.key.");
        }
    }

    /// <summary>From the setting <c>Keys:Master</c> (base 64), or a file beside the data that is made at the first start.</summary>
    private byte[] Master()
    {
        lock (alone)
        {
            return master ??= configuration["Keys:Master"] is { } given ? Convert.FromBase64String(given) : FromFile();
        }
    }

    private byte[] FromFile()
    {
        var path = Path.Combine(configuration["Data"] ?? ".data", "keys", "master.key");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var draft = $"{path}.{Guid.NewGuid():n}";
            using (var file = new FileStream(draft, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
                file.Flush(flushToDisk: true);
            }

            try
            {
                // Of two processes that start at once the first one's key holds.
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException)
            {
                File.Delete(draft);
            }
        }

        return Convert.FromBase64String(File.ReadAllText(path).Trim());
    }
}
