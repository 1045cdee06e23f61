"""What the bodies have reported, one module for each year's plan."""
