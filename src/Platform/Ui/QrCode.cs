using QRCoder;

namespace PartnerCenter.Platform.Ui;

/// <summary>QR codes for pages and documents.</summary>
public static class QrCode
{
    /// <summary>A code as the address of an embedded picture.</summary>
    public static string Png(string text) =>
        $"data:image/png;base64,{Convert.ToBase64String(PngByteQRCodeHelper.GetQRCode(text, QRCodeGenerator.ECCLevel.M, 6))}";

    /// <summary>A code as rows of dark modules, without its quiet zone.</summary>
    public static bool[,] Modules(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        const int quiet = 4;
        var size = code.ModuleMatrix.Count - (2 * quiet);
        var modules = new bool[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                modules[row, column] = code.ModuleMatrix[row + quiet][column + quiet];
            }
        }

        return modules;
    }
}
