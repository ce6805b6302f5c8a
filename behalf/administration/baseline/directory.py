"""Directory and sign-in: who gets in, what an ordinary user may change, what guests see."""

from behalf.administration.baseline.model import (
    N_,
    Impact,
    Kind,
    OneOf,
    OnlyFrom,
    Setting,
    Within,
    switch,
)

SERVICE = "directory"

NEVER = 2_147_483_647
"""The provider's number for a password that does not expire."""

LOW_RISK_CONSENT = "ManagePermissionGrantsForSelf.microsoft-user-default-low"
"""The provider's policy under which users consent to harmless permissions of verified publishers only."""

RESTRICTED_GUEST = "2af84b1e-32c8-42b7-82bc-daa82404023b"
LIMITED_GUEST = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
MEMBER_LIKE_GUEST = "a0b1b346-4d3e-4e8b-98f8-753987be4970"

SETTINGS = (
    switch(
        "identitySecurityDefaultsEnforcementPolicy.isEnabled",
        SERVICE,
        N_("A second factor is asked for at sign-in (security defaults)"),
        N_("Nearly every account that is taken over was protected by a password alone."),
        N_("Everybody enrols a second factor within 14 days; old mail programs can no longer sign in."),
        right=True,
        impact=Impact.HIGH,
        standards=("CIPP SecurityDefaults",),
    ),
    Setting(
        key="authenticationMethodConfigurations.Sms.state",
        service=SERVICE,
        kind=Kind.CHOICE,
        title=N_("Codes by text message as a second factor"),
        why=N_("A text message can be read by whoever moves the phone number to another card."),
        notice=N_("People who use text messages have to set up an app or a key first."),
        rule=OneOf(("disabled",)),
        suggestion="disabled",
        impact=Impact.HIGH,
        choices={"enabled": N_("Allowed"), "disabled": N_("Not allowed")},
        standards=("CIS 5.2.3.5", "MS.AAD.3.5v2"),
    ),
    switch(
        "authorizationPolicy.defaultUserRolePermissions.allowedToCreateApps",
        SERVICE,
        N_("Users may register applications"),
        N_("An application registered by a deceived user keeps its access after the password was changed."),
        N_("Developers ask an administrator to register their applications."),
        right=False,
        impact=Impact.LOW,
        standards=("CIS 5.1.2.2", "MS.AAD.5.1v1"),
    ),
    switch(
        "authorizationPolicy.defaultUserRolePermissions.allowedToCreateTenants",
        SERVICE,
        N_("Users may create directories of their own"),
        N_("Company data in such a directory is out of everybody's sight."),
        N_("Nothing changes for most people."),
        right=False,
        impact=Impact.LOW,
        standards=("CIS 5.1.2.3",),
    ),
    switch(
        "authorizationPolicy.defaultUserRolePermissions.allowedToCreateSecurityGroups",
        SERVICE,
        N_("Users may create security groups"),
        N_("Groups decide on access, and nobody looks after those that anybody made."),
        N_("Users ask an administrator for a new group."),
        right=False,
        impact=Impact.MEDIUM,
        standards=("CIS 5.1.3.1",),
    ),
    Setting(
        key="authorizationPolicy.allowInvitesFrom",
        service=SERVICE,
        kind=Kind.CHOICE,
        title=N_("Who may invite guests"),
        why=N_("Each guest is a stranger with an account, so somebody should answer for each."),
        notice=N_("Others ask a person with the guest inviter role."),
        rule=OneOf(("adminsAndGuestInviters", "none")),
        suggestion="adminsAndGuestInviters",
        impact=Impact.MEDIUM,
        choices={
            "none": N_("Nobody"),
            "adminsAndGuestInviters": N_("Administrators and guest inviters"),
            "adminsGuestInvitersAndAllMembers": N_("All members"),
            "everyone": N_("Everybody, also guests"),
        },
        standards=("MS.AAD.8.2v1",),
    ),
    Setting(
        key="authorizationPolicy.guestUserRoleId",
        service=SERVICE,
        kind=Kind.CHOICE,
        title=N_("What guests see of the directory"),
        why=N_("A guest who can list all people and groups knows whom to attack."),
        notice=N_("Guests can no longer look up colleagues they do not work with."),
        rule=OneOf((RESTRICTED_GUEST, LIMITED_GUEST)),
        suggestion=RESTRICTED_GUEST,
        impact=Impact.LOW,
        choices={
            RESTRICTED_GUEST: N_("Only themselves"),
            LIMITED_GUEST: N_("Some people and groups"),
            MEMBER_LIKE_GUEST: N_("The same as members"),
        },
        standards=("CIS 5.1.6.2", "MS.AAD.8.1v1"),
    ),
    Setting(
        key="authorizationPolicy.permissionGrantPolicyIdsAssignedToDefaultUserRole",
        service=SERVICE,
        kind=Kind.LIST,
        title=N_("What users may allow applications to do"),
        why=N_("A single click on “Accept” gives a stranger's application the whole mailbox."),
        notice=N_("Applications that want more show a request to an administrator."),
        rule=OnlyFrom(frozenset({LOW_RISK_CONSENT})),
        suggestion=(LOW_RISK_CONSENT,),
        impact=Impact.MEDIUM,
        standards=("CIS 5.1.5.1", "MS.AAD.5.2v1"),
    ),
    switch(
        "adminConsentRequestPolicy.isEnabled",
        SERVICE,
        N_("Users can ask an administrator to allow an application"),
        N_("Without this way people look for another one, outside the company's sight."),
        N_("A refused application offers “Request approval”."),
        right=True,
        impact=Impact.LOW,
        standards=("CIS 5.1.5.2", "MS.AAD.5.3v1"),
    ),
    Setting(
        key="domain.passwordValidityPeriodInDays",
        service=SERVICE,
        kind=Kind.INTEGER,
        title=N_("Days until a password expires"),
        why=N_("Forced changes lead to weaker passwords; a second factor protects better."),
        notice=N_("Nobody is asked for a new password by the calendar any more."),
        rule=Within(at_least=NEVER),
        suggestion=NEVER,
        impact=Impact.LOW,
        bounds=Within(14, NEVER),
        standards=("CIS 1.3.1", "MS.AAD.6.1v1"),
    ),
)
