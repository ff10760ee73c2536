using PartnerCenter.Billing.Usage;
using PartnerCenter.Customers;
using PartnerCenter.Customers.Changes;
using PartnerCenter.Customers.Published;
using PartnerCenter.Kernel;
using PartnerCenter.Platform.Access;

namespace PartnerCenter.Tests.Customers;

/// <summary>Random histories of coming, switching and leaving, against a model that only remembers who was asked last.</summary>
public sealed class AssociationHistoryTests(TestServer server)
{
    private const int Customers = 16;
    private const int Steps = 10;
    private const int Instants = 10_000;

    [Fact]
    public async Task Whose_customer_somebody_was_at_any_second_is_what_a_naive_model_says()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var world = await World.New(server);
        Actor[] partners = [await world.Partner("甲方科技"), await world.Partner("乙方科技"), await world.Partner("丙方科技")];
        var stories = new List<Story>();
        for (var n = 0; n < Customers; n++)
        {
            stories.Add(await Story.Begin(world, n, partners, random));
        }

        for (var step = 0; step < Steps; step++)
        {
            foreach (var story in stories)
            {
                // Often the very next second, sometimes weeks later.
                world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(random.Next(3) == 0 ? 1 : random.Next(1, 2_000_000)));
                await story.Go(random);
            }
        }

        var lookup = new CustomerLookup(await world.Use((Associations associations) => associations.All()), null);
        for (var n = 0; n < Instants; n++)
        {
            var story = stories[random.Next(stories.Count)];
            var edge = story.Model[random.Next(story.Model.Count)].At;
            var at = random.Next(4) == 0 ? edge.AddSeconds(random.Next(-3_000_000, 3_000_000)) : edge.AddSeconds(random.Next(-1, 2));
            var row = new UsageRow { CustomerNumber = story.Number, TransactionAt = at };
            var (partner, mode) = story.At(at);
            Assert.True(lookup.Find(row) == partner is not null, $"seed {seed}, {story.Number} at {at:O}");
            Assert.True(partner is null || (row.Partner, row.Mode) == (partner, mode), $"seed {seed}, {story.Number} at {at:O}");
        }
    }

    private sealed class Story(World world, Actor[] partners, int n)
    {
        private string Email => $"c{n}@customer.example";

        private string Mobile => $"139{n:00000000}";

        private Actor customer = null!;

        /// <summary>From when on it was whose, how.</summary>
        public List<(DateTimeOffset At, Guid? Partner, AssociationMode Mode)> Model { get; } = [];

        public string Number { get; private set; } = "";

        public static async Task<Story> Begin(World world, int n, Actor[] partners, Random random)
        {
            var story = new Story(world, partners, n);
            await world.Use((RegisterCustomer register) => register.Run(new(true, $"客户{n}", story.Mobile, story.Email, World.Password)));
            story.customer = await world.Person(story.Email);
            story.Number = await world.Scalar<string>($"select number from customers.customer where id = '{story.customer.CustomerId}'");
            await story.Join(random);
            return story;
        }

        public (Guid? Partner, AssociationMode Mode) At(DateTimeOffset at)
        {
            var now = Model.FindLast(entry => entry.At <= at);
            return (now.Partner, now.Mode);
        }

        public Task Go(Random random) => (Model[^1].Partner, random.Next(3)) switch
        {
            (null, _) => Join(random),
            (_, 0) => Leave(),
            _ => Switch(),
        };

        private async Task Join(Random random)
        {
            var (partner, mode) = (partners[random.Next(partners.Length)], (AssociationMode)random.Next(2));
            var prospect = await world.Use((RegisterProspect register) => register.Run(new($"客户{n}", "王", Mobile, Email), partner));
            var link = await world.Use((InviteProspect invite) => invite.Run(prospect, mode, null, "http://x", partner));
            await world.Use((AcceptInvitation accept) => accept.RunAs(link!.Split('/')[^1], true, customer));
            Model.Add((world.Clock.GetUtcNow(), partner.PartnerId, mode));
        }

        private async Task Leave()
        {
            var partner = partners.Single(p => p.PartnerId == Model[^1].Partner);

            // Refused for a customer that has asked three times in three months: then it stays.
            try
            {
                var change = await world.Use((AskAssociationChange ask) => ask.RunAs("x", customer));
                await world.Use((AnswerAssociationChange answer) => answer.Agree(change, null, partner));
                Model.Add((world.Clock.GetUtcNow(), null, default));
            }
            catch (Refusal refusal) when (refusal.Code == "association.too-often")
            {
            }
        }

        private async Task Switch()
        {
            var partner = partners.Single(p => p.PartnerId == Model[^1].Partner);
            var change = (await world.Use((AskAssociationChange ask) => ask.Run(customer.CustomerId, ChangeKind.ModeSwitch, "x", null, partner)))!.Value;
            world.Clock.MoveTo(world.Clock.GetUtcNow().AddSeconds(61));
            var code = await AssociationChangeTests.Code(world, customer, AnswerAssociationChange.Operation, change);
            await world.Use((AnswerAssociationChange answer) => answer.Agree(change, code, customer));
            Model.Add((world.Clock.GetUtcNow(), partner.PartnerId, Model[^1].Mode == AssociationMode.Resale ? AssociationMode.Referral : AssociationMode.Resale));
        }
    }
}
