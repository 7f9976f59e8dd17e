"""What each visitor's page shows: pure functions of the board, so that nothing else can leak."""
