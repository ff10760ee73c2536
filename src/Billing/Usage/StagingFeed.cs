using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Native = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace PartnerCenter.Billing.Usage;

/// <summary>
/// The function <c>staged(bucket)</c> in SQL: the rows of a bucket straight from the staging's file into DuckDB's vectors. A table of
/// DuckDB's in between costs more than reading, checking, sorting and writing the lines together.
/// </summary>
internal static unsafe class StagingFeed
{
    /// <summary>Makes the rows known to a database.</summary>
    /// <param name="connection">Any of its connections.</param>
    /// <param name="staging">The staging; it outlives the database.</param>
    public static void Register(DuckDBConnection connection, Staging staging)
    {
        var function = Native.DuckDBCreateTableFunction();
        Native.DuckDBTableFunctionSetName(function, "staged");
        using (var bucket = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Integer))
        {
            Native.DuckDBTableFunctionAddParameter(function, bucket);
        }

        Native.DuckDBTableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(staging)), &Free);
        Native.DuckDBTableFunctionSetBind(function, &Bind);
        Native.DuckDBTableFunctionSetInit(function, &Init);
        Native.DuckDBTableFunctionSetFunction(function, &Fill);
        var state = Native.DuckDBRegisterTableFunction(connection.NativeConnection, function);
        Native.DuckDBDestroyTableFunction(ref function);
        if (state != DuckDBState.Success)
        {
            throw new InvalidOperationException("DuckDB does not take the function.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var (name, type) in StagedRows.Columns)
        {
            using var logical = NativeMethods.LogicalType.DuckDBCreateLogicalType(type);
            Native.DuckDBBindAddResultColumn(info, name, logical);
        }

        using var bucket = Native.DuckDBBindGetParameter(info, 0);
        Native.DuckDBBindSetBindData(info, NativeMethods.Value.DuckDBGetInt32(bucket), null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var staging = Of<Staging>(Native.DuckDBInitGetExtraInfo(info));
            var reader = staging.Read((short)Native.DuckDBInitGetBindData(info));
            Native.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(reader)), &Close);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Native.DuckDBInitSetError(info, problem.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        // The chunk stays DuckDB's.
        var chunk = new DuckDBDataChunk(output);
        try
        {
            Of<StagingReader>(Native.DuckDBFunctionGetInitData(info)).Fill(chunk);
        }
        catch (IOException problem)
        {
            Native.DuckDBFunctionSetError(info, problem.Message);
        }
        finally
        {
            chunk.SetHandleAsInvalid();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Close(nint reader)
    {
        Of<StagingReader>(reader).Dispose();
        GCHandle.FromIntPtr(reader).Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    private static T Of<T>(nint handle)
        where T : class => (T)GCHandle.FromIntPtr(handle).Target!;
}
