"""What all rooms stand on: programs that Node runs, and reading a written page."""
