using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace PartnerCenter.Platform.Access;

/// <summary>Makes every permission an authorization policy of the same name.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options, PermissionCatalogue catalogue)
    : DefaultAuthorizationPolicyProvider(options)
{
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        catalogue.Knows(policyName)
            ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new NeedPermission(policyName)).Build()
            : await base.GetPolicyAsync(policyName);
}

/// <summary>The permission that an endpoint asks for.</summary>
internal sealed record NeedPermission(string Permission) : IAuthorizationRequirement;

/// <summary>Whether the person signed in has it.</summary>
internal sealed class PermissionHandler(IHttpContextAccessor accessor) : AuthorizationHandler<NeedPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedPermission requirement)
    {
        if (accessor.HttpContext?.FindActor()?.May(requirement.Permission) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
