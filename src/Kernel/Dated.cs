namespace PartnerCenter.Kernel;

/// <summary>The terms of a rule as published: the version that was in force on the day that decides.</summary>
/// <param name="Version">The name of the version, stored with every result that it decided.</param>
/// <param name="From">First day it is in force, at GMT+08:00.</param>
/// <param name="Terms">What it says.</param>
public sealed record Dated<TTerms>(string Version, DateOnly From, TTerms Terms);
