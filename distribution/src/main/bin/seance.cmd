@echo off
rem Starts Seance from the folder it is installed in, on Windows.
rem   JAVA_HOME          the Java to use; without it, the java on the PATH (17 or newer). A release has a Java of its own,
rem                      in java\, and uses no other
rem   SEANCE_JAVA_OPTS   further options for it, for example -Xmx6g; they come last and win
rem The classes are not archived here as bin/seance does it: a start takes half a second longer.
setlocal DisableDelayedExpansion
for %%I in ("%~dp0..") do set "home=%%~fI"
set "java=%home%\java\bin\java.exe"
if exist "%java%" goto found
set "java=java.exe"
if not "%JAVA_HOME%"=="" set "java=%JAVA_HOME%\bin\java.exe"
if "%JAVA_HOME%"=="" goto search
if exist "%java%" goto found
echo seance: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it; set it to a Java 17 or newer>&2
exit /b 2
:search
where java.exe >nul 2>nul && goto found
echo seance: no Java found; Seance needs Java 17 or newer: install one, or set JAVA_HOME>&2
exit /b 2
:found
set "version="
for /f "tokens=3" %%V in ('"%java%" -version 2^>^&1 ^| findstr /c:" version "') do if not defined version set "version=%%~V"
set "major=0"
for /f "delims=.-+ tokens=1" %%M in ("%version%") do set "major=%%M"
if %major% GEQ 17 goto start
echo seance: Seance needs Java 17 or newer, but "%java%" is %version%>&2
exit /b 2
:start
set "newer="
if %major% GEQ 23 set "newer=--sun-misc-unsafe-memory-access=allow"
rem The console shows UTF-8 while the command runs.
set "codepage="
for /f "tokens=2 delims=:" %%C in ('chcp') do set "codepage=%%C"
chcp 65001 >nul 2>nul
if not defined ENGINE_CACHE_DIR if exist "%home%\natives" set "ENGINE_CACHE_DIR=%home%\natives"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
"%java%" %newer% "-Dseance.home=%home%" -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8 --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -XX:MaxRAMPercentage=25 %SEANCE_JAVA_OPTS% -cp "%home%\lib\*" dev.seance.core.command.main.SeanceMain %*
set "result=%ERRORLEVEL%"
if defined codepage chcp %codepage% >nul 2>nul
exit /b %result%
