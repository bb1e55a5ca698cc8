"""The address book (通讯录): members, departments and their tags, written by API and console alike."""
