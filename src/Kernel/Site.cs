namespace PartnerCenter.Kernel;

/// <summary>The vendor's sites (站点). They share nothing: each is a deployment with a database, files and keys of its own (R3.5).</summary>
public enum Site
{
    /// <summary>China.</summary>
    [Words("中国站", "China")]
    China,

    /// <summary>International.</summary>
    [Words("国际站", "International")]
    International,

    /// <summary>Europe.</summary>
    [Words("欧洲站", "Europe")]
    Europe,
}
