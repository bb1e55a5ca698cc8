"""Inheritance (在职继承, 离职继承): a member's customers and groups go to a colleague."""
