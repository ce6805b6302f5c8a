"""OneDrive for Business: how far personal files travel, and what happens to them when a person leaves."""

from behalf.administration.baseline.model import N_, Impact, Kind, OneOf, Setting, Within, switch
from behalf.administration.baseline.sharepoint import SHARING

SERVICE = "onedrive"

SETTINGS = (
    Setting(
        key="OneDriveSharingCapability",
        service=SERVICE,
        kind=Kind.CHOICE,
        title=N_("How far personal files may be shared"),
        why=N_("Personal folders are shared most carelessly and looked through least."),
        notice=N_("Links that go further than this stop working at once."),
        rule=OneOf(("ExistingExternalUserSharingOnly", "Disabled")),
        suggestion="ExistingExternalUserSharingOnly",
        impact=Impact.HIGH,
        choices=SHARING,
        standards=("CIS 7.2.4", "MS.SHAREPOINT.1.2v1"),
    ),
    Setting(
        key="ConditionalAccessPolicy",
        service=SERVICE,
        kind=Kind.CHOICE,
        title=N_("Access from devices that nobody manages"),
        why=N_("Files copied to a private or shared computer stay there."),
        notice=N_("On such devices files open in the browser only, without download."),
        rule=OneOf(("AllowLimitedAccess", "BlockAccess")),
        suggestion="AllowLimitedAccess",
        impact=Impact.HIGH,
        choices={
            "AllowFullAccess": N_("Everything, also copies"),
            "AllowLimitedAccess": N_("Browser only"),
            "BlockAccess": N_("Nothing"),
        },
        standards=("CIPP unmanagedSync",),
    ),
    Setting(
        key="OrphanedPersonalSitesRetentionPeriod",
        service=SERVICE,
        kind=Kind.INTEGER,
        title=N_("Days that files are kept after their owner has left"),
        why=N_("What a former colleague leaves behind is often missed only months later."),
        notice=N_("Nothing changes for people."),
        rule=Within(at_least=365),
        suggestion=365,
        impact=Impact.LOW,
        bounds=Within(30, 3650),
        standards=("CIPP DeletedUserRentention",),
    ),
    switch(
        "NotifyOwnersWhenItemsReshared",
        SERVICE,
        N_("Owners learn when their files are passed on"),
        N_("The owner is the one who can tell whether this was meant."),
        N_("Owners receive a message when somebody shares their file further."),
        right=True,
        impact=Impact.LOW,
        standards=(),
    ),
    switch(
        "OneDriveForGuestsEnabled",
        SERVICE,
        N_("Guests have a OneDrive of their own"),
        N_("Files of strangers would lie in the company's storage, outside its rules."),
        N_("Guests cannot open a OneDrive in this company any more."),
        right=False,
        impact=Impact.MEDIUM,
        standards=(),
    ),
    switch(
        "DisableAddToOneDrive",
        SERVICE,
        N_("“Add shortcut to OneDrive” is hidden"),
        N_("Shortcuts synchronise whole team libraries to every computer and are deleted by mistake."),
        N_("The button disappears; shortcuts already made stay."),
        right=True,
        impact=Impact.MEDIUM,
        standards=("CIPP DisableAddShortcutsToOneDrive",),
    ),
)
