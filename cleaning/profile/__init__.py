"""What a corpus knows that no single page does: which strings come back, what a site puts around its articles."""

from cleaning.profile.profile import COLUMNS, NO_PROFILE, Profile, ProfileError, Seen, is_template, merged

__all__ = ["COLUMNS", "NO_PROFILE", "Profile", "ProfileError", "Seen", "is_template", "merged"]
