"""What is provable about a tenant's log: leaves, and the walk that checks it."""
