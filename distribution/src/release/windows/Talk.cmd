@echo off
rem Opens the page to talk to the model beside this file. Nothing leaves this machine. Closing the window ends it.
"%~dp0bin\seance.cmd" serve "%~dp0mr-chatterbox.zip" --port 0 --open %*
if errorlevel 1 pause
