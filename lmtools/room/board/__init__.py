"""Everything in one session at one revision: what that is, how it is read, and how it is kept."""
