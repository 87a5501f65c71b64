"""What a corpus knows that no single page does: which strings come back, what a site puts around its articles."""

from cleaning.profile.profile import NO_PROFILE, Profile, ProfileError, merged

__all__ = ["NO_PROFILE", "Profile", "ProfileError", "merged"]
