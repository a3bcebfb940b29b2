"""Ujima."""
