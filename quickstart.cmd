@echo off
rem Usage: quickstart [aws or gcp]
rem The same as ./quickstart, for Windows. Needs a JDK 17 or newer and Maven. Nothing is left running.
setlocal
cd /d "%~dp0"
set "service=azure"
if not "%~1"=="" set "service=%~1"
rem The application's own files, with placeholders of that service.
set "files=samples\quickstart\src\main\%service%"
if not exist "%files%\application.conf" echo Usage: quickstart [aws or gcp] 1>&2& exit /b 64
set "modules=agent,samples/dev-vault,samples/quickstart"
set extension=
if not "%service%"=="azure" set "modules=%modules%,config-provider/%service%"
if not "%service%"=="azure" set extension="%service%" "config-provider\%service%\target\keyweave-%service%.jar"
echo Building the agent and the samples (the first time Maven fetches what they need) ...
set "KEYWEAVE_MAVEN=package -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -pl %modules% -am"
powershell -NoProfile -ExecutionPolicy Bypass -File .mvn\maven.ps1
if errorlevel 1 exit /b 1
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "classes=samples\quickstart\target\classes"
for %%f in (samples\quickstart\target\lib\config-*.jar) do set "hocon=%%f"
"%java%" -cp "%classes%;samples\dev-vault\target\keyweave-dev-vault.jar" io.keyweave.quickstart.Quickstart agent\target\keyweave-agent.jar "%files%;%classes%;%hocon%" %extension%
exit /b %errorlevel%
