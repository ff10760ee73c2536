[assembly: AssemblyFixture(typeof(PartnerCenter.Tests.TestServer))]
