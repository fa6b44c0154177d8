"""What must not change unseen, written down."""
