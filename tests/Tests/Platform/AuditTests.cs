using PartnerCenter.Platform.Audit;

namespace PartnerCenter.Tests.Platform;

public class AuditTests(TestServer server)
{
    [Fact]
    public async Task Every_change_leaves_a_record_and_the_chains_verify()
    {
        await using var world = await World.New(server);
        await world.Partner("审计科技");

        var (records, problems) = await world.Services.GetRequiredService<AuditTrail>().Verify();

        Assert.True(records >= 5);
        Assert.Empty(problems);
        Assert.Equal(0L, await world.Scalar<long>("select count(*) from platform.audit where changes like '%AQAAAA%'"));
    }

    [Theory]
    [InlineData("update platform.audit set actor_name = 'x' where sequence = 2", "altered")]
    [InlineData("update platform.audit set changes = changes || ' ' where sequence = 1", "altered")]
    [InlineData("delete from platform.audit where sequence = 2", "missing")]
    [InlineData("delete from platform.audit a where sequence = (select max(sequence) from platform.audit b where b.tenant = a.tenant)", "last record")]
    public async Task Tampering_by_a_superuser_is_found(string tamper, string word)
    {
        await using var world = await World.New(server);
        await world.Partner("审计科技");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => world.Execute(tamper));
        await world.Execute($"alter table platform.audit disable trigger all; {tamper}; alter table platform.audit enable trigger all");

        var (_, problems) = await world.Services.GetRequiredService<AuditTrail>().Verify();

        Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal));
    }
}
