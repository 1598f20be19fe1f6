#!/usr/bin/env python
"""The door to every command: `python manage.py help`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
    from django.core.management import execute_from_command_line

    from rectify.lib.environment import SettingWrong

    try:
        execute_from_command_line(sys.argv)
    except SettingWrong as wrong:
        sys.exit(str(wrong))
    except KeyboardInterrupt:
        sys.exit("已中断。")


if __name__ == "__main__":
    main()
