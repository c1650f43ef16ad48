"""What the computer does: it performs the steps of flows and resolves references. The only home of HTTP and the clock."""
