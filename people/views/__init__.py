"""Views of the people app: profiles and notices, and the account screens of the CMS."""
