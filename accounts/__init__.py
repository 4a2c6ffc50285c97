"""Who may log in: people known by their e-mail address. What each may do is Django's groups and permissions."""
