"""Who they are and what they may: sign-in, organisations, roles, invitations."""
