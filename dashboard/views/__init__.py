"""What each screen shows of its subject: one file a subject, drawn with the shared parts."""
