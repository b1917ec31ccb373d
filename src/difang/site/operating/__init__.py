"""The operator's page: mails, the worker, the record, the disk. What people wrote is not on it."""
