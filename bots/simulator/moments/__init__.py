"""Moments (客户朋友圈): the corp writes, members publish, customers see, like and comment."""
