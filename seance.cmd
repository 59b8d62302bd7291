@echo off
rem Runs Seance from a checkout on Windows: builds the distribution when it is missing, then starts it. After a change of
rem the sources build it again by hand: mvn -DskipTests -DskipArchive=true package
setlocal DisableDelayedExpansion
set "root=%~dp0"
for /d %%D in ("%root%distribution\target\seance-*") do if exist "%%~fD\.built" set "dist=%%~fD"
if defined dist goto start
where mvn >nul 2>nul && goto build
echo seance: building needs a JDK 17 or newer and Maven 3.8 or newer>&2
exit /b 2
:build
echo seance: building the distribution, about a minute the first time ...>&2
call mvn -B -ntp -q -f "%root%pom.xml" -DskipTests -DskipArchive=true package 1>&2
if errorlevel 1 exit /b 1
for /d %%D in ("%root%distribution\target\seance-*") do if exist "%%~fD\.built" set "dist=%%~fD"
:start
call "%dist%\bin\seance.cmd" %*
exit /b %ERRORLEVEL%
