"""Every write about people, each with its rules; one transaction each."""
