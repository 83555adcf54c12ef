"""The command line: each command calls one public function and says what came of it."""
