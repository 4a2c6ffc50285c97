"""Who may log in: people known by their e-mail address. What each may do where is said in committees/."""
