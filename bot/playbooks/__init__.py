"""Deals, the contacts with customers that move them, and the playbooks that say how."""
